"""Pictures as SVG, and their colours and style sheets."""
