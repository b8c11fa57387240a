"""`FROM Contact c, c.Account a`: short names of a query, put back as the paths they stand for."""

from collections.abc import Mapping
from dataclasses import replace

from headwater.criteria.errors import CriteriaError
from headwater.criteria.select import Child, Item, Kinds, Select
from headwater.criteria.tree import Comparison, Not, Or, Path, Tree, all_of

Names = Mapping[str, tuple[str, ...]]
Source = tuple[Path, str, int]  # path, alias, position


def names_of(sources: tuple[Source, ...]) -> Names:
    """Lower-case short name → the steps from the row to what it names; () for the row itself."""
    (first, alias, _), *others = sources
    names: dict[str, tuple[str, ...]] = {str(first).lower(): ()}
    if alias:
        names[alias.lower()] = ()
    for path, given, position in others:
        start = names.get(path.parts[0].lower())
        if start is None or len(path.parts) < 2:
            message = f"“{path}” does not start with a name that was given before."
            raise CriteriaError(message, position, kind="syntax")
        names[(given or path.parts[-1]).lower()] = (*start, *path.parts[1:])
    return names


def without(found: Select, names: Names) -> Select:
    """The query with whole paths in place of the short names."""
    return replace(
        found,
        columns=tuple(_item(each, names) for each in found.columns),
        where=_tree(found.where, names),
        group=tuple(replace(each, value=_whole(each.value, names)) for each in found.group),
        having=_tree(found.having, names),
        order=tuple(replace(each, path=_whole(each.path, names)) for each in found.order),
    )


def _whole(path: Path, names: Names) -> Path:
    steps = names.get(path.parts[0].lower()) if len(path.parts) > 1 else None
    return path if steps is None else replace(path, parts=(*steps, *path.parts[1:]))


def _item(item: Item, names: Names) -> Item:
    if isinstance(item, Child):
        return item  # its own names were put back when it was read
    if isinstance(item, Kinds):
        steps = names.get(item.path.parts[0].lower())
        return item if steps is None else replace(item, path=_whole(item.path, names))
    return replace(item, value=_whole(item.value, names))


def _tree(node: Tree, names: Names) -> Tree:
    if isinstance(node, Comparison):
        return replace(node, field=_whole(node.field, names))
    if isinstance(node, Not):
        return Not(_tree(node.part, names))
    parts = tuple(_tree(part, names) for part in node.parts)
    if isinstance(node, Or):
        return Or(parts)
    return all_of(parts) if parts else node
