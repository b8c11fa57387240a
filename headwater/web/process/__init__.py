"""The lead process as a picture: drawn from the configuration, with what flowed on each arrow.

`graph` makes boxes and arrows of the configuration and the flow, `layout` places them, `page` shows
them as SVG with a table behind. Everything is a link to its setting.
"""
