"""What the bot knows, and the reading and checking of the files that hold it.

``model`` holds the values. ``source`` turns YAML into a tree with places, ``fields`` and ``forms`` read typed
values from it, ``problem`` is what they report. ``load`` reads the folder, ``check`` and the ``rules_…``
modules find what is wrong across its files. Import from these modules; this one stays empty, because
``bot.understanding`` needs ``model`` and ``check`` needs ``bot.understanding``.
"""
