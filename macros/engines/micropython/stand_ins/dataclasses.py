"""Copying of records; ``macros/engines/micropython/transpiler.py`` generates the records themselves."""

from stand_ins.lowered import ordered


def asdict(record):
    """The fields by name, nested records included."""
    return ordered([(name, _plain(getattr(record, name))) for name in record.__fields__])


def replace(record, **changes):
    """The same record with some values changed."""
    values = {name: getattr(record, name) for name in record.__fields__}
    values.update(changes)
    return type(record)(**values)


def _plain(value):
    if hasattr(value, "__fields__"):
        return asdict(value)
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value
