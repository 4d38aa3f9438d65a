"""A bot that answers questions about one article from a curated FAQ.

The way of a message: ``understanding.text`` folds it, ``understanding.lookout`` looks for danger,
``understanding.reader`` finds what it asks and ``understanding.decide`` what to do; ``answers`` and
``compose`` make the ``reply``, and ``render`` turns it into text. ``assistant`` holds these together;
``terminal``, ``ask`` and ``telegram`` carry messages to it. ``knowledge`` reads and checks the files that all
of it rests on, ``build`` wires it, and ``cli`` runs it.
"""

__version__ = "0.1.0"
