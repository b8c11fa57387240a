"""The colours of the picture as a file: of itself, for paper, since no stylesheet comes along."""

from django.utils.safestring import mark_safe

STYLE = mark_safe("""<style>
  svg { background: #fff; font-family: system-ui, sans-serif; }
  .layer { fill: #6b7280; font-size: 11px; }
  .name { fill: #111827; font-size: 11.5px; font-weight: 550; }
  .n, .along { fill: #4b5563; font-size: 11px; }
  .box rect { fill: #fff; stroke: #c5cad3; }
  .box.good rect { fill: #e7f6ec; stroke: #3d9a63; }
  .box.warn rect { fill: #fdf3dd; stroke: #d99a2b; }
  .box.bad rect { fill: #fdeaea; stroke: #cf5350; }
  .box.unused rect, .ribbon.unused { stroke-dasharray: 3 3; }
  .ribbon { fill: #1f77a4; fill-opacity: 0.34; }
  .ribbon.c2, .ribbon.c3 { fill: #7ab3d0; fill-opacity: 0.5; }
  .ribbon.good { fill: #3d9a63; }
  .ribbon.warn { fill: #d99a2b; fill-opacity: 0.5; }
  .ribbon.bad { fill: #cf5350; fill-opacity: 0.45; }
  .ribbon.mute { fill: #d5d8de; fill-opacity: 0.9; }
  .ribbon.unused { fill: none; stroke: #c5cad3; }
</style>""")
