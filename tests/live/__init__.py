"""Calls that libraries make in their own tests, put to `evaluate`: python -m tests.live scipy.signal"""
