"""Laws: identities between sums, proved by SymPy or refuted."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Unpack, overload

from convtrace.api.page import Only, Page, page_of, with_only
from convtrace.api.public import public
from convtrace.api.words import SizeWords
from convtrace.document.blocks import Document
from convtrace.proof import proving


class Proof(Page, proving.Proof):
    """A law, and what came of it: `holds`, both sides multiplied out, a `counterexample` where it does not hold."""

    @property
    def sections(self) -> Collection[str]:
        return ()

    def _document(self, only: Collection[str]) -> Document:  # noqa: ARG002 -- it has no sections
        from convtrace.view.pages.prove import document

        return document((self,))

    @property
    def title(self) -> str:
        return f"{self.law} {'holds' if self.holds else 'does not hold'}. {super().title}"


class Proofs(Page):
    """The proofs of all laws about an operation; iterate over it for one after the other."""

    proofs: tuple[Proof, ...]

    @property
    def holds(self) -> bool:
        """True where all laws hold."""
        return all(proof.holds for proof in self.proofs)

    @property
    def sections(self) -> Collection[str]:
        return [proof.law for proof in self.proofs]

    def __iter__(self) -> Iterator[Proof]:
        return iter(self.proofs)

    def __len__(self) -> int:
        return len(self.proofs)

    def _document(self, only: Collection[str]) -> Document:
        from convtrace.view.pages.prove import document

        return document([proof for proof in self.proofs if not only or proof.law in only])


@overload
def prove(law: str, operation: str = "conv", *, only: Only = None, **given: Unpack[SizeWords]) -> Proof: ...
@overload
def prove(law: None = None, operation: str = "conv", *, only: Only = None, **given: Unpack[SizeWords]) -> Proofs: ...
@public(SizeWords)
def prove(
    law: str | None = None, operation: str = "conv", *, only: Only = None, **given: Unpack[SizeWords]
) -> Proof | Proofs:
    """The proof of a law for all values, or its refutation; without a law those of all that concern the operation.

    `image` and `kernel` are sizes: 5 pixels and 3 kernel elements on each axis unless given.

    >>> prove("flip", image=4, kernel=2).holds
    True
    >>> [proof.law for proof in prove(operation="xcorr", image=2, kernel=2) if not proof.holds]
    ['commute', 'associate']
    """
    found = proving.prove(law, operation, **given)
    if law is not None:
        return page_of(Proof, found[0], only)
    return with_only(Proofs(proofs=tuple(page_of(Proof, proof, None) for proof in found)), only)
