"""What is wrong with the lines of an ads.txt (IAB Tech Lab, version 1.1), in Arabic and by their number."""

from __future__ import annotations

import re

DOMAIN = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]", re.IGNORECASE)
VARIABLES = {"CONTACT", "SUBDOMAIN", "INVENTORYPARTNERDOMAIN", "OWNERDOMAIN", "MANAGERDOMAIN"}
DOMAINS = VARIABLES - {"CONTACT"}
ONCE = {"OWNERDOMAIN"}
RELATIONS = {"DIRECT", "RESELLER"}


def faults(text: str) -> list[str]:
    """One sentence for each line that a reader of the file would pass over; empty when there is none."""
    found, seen = [], set()
    for number, line in enumerate(text.splitlines(), 1):
        content = line.partition("#")[0].strip()
        name = content.partition("=")[0].strip().upper()
        why = _fault(content) if content else ""
        if not why and "=" in content and name in ONCE and name in seen:
            why = f"{name} لا يكتب إلا مرة واحدة."
        seen.add(name)
        if why:
            found.append(f"السطر {number}: {why}")
    return found


def _fault(content: str) -> str:
    fields = content.partition(";")[0].split(",")  # what follows «;» is for extensions
    if len(fields) == 1 or ("=" in fields[0]):
        return _fault_of_variable(content)
    return _fault_of_record([field.strip() for field in fields])


def _fault_of_variable(content: str) -> str:
    name, equals, value = (part.strip() for part in content.partition("="))
    if not equals:
        return "ينقصه رقم الحساب ونوع العلاقة، تفصل بينها الفاصلة اللاتينية «,»."
    if name.upper() not in VARIABLES:
        return f"المتغير «{name}» ليس في المعيار."
    if not value:
        return "لا قيمة بعد علامة =."
    domain = value.partition(",")[0].strip()
    if name.upper() in DOMAINS and not DOMAIN.fullmatch(domain):
        return f"«{domain}» ليس نطاقا."
    return ""


def _fault_of_record(fields: list[str]) -> str:
    if len(fields) < 3:
        return "ينقصه نوع العلاقة: DIRECT إن بعت المساحة بنفسك، وRESELLER إن باعها وسيط."
    if len(fields) > 4:
        return "فيه أكثر من أربع خانات."
    domain, account, relation = fields[:3]
    if not DOMAIN.fullmatch(domain):
        return f"«{domain}» ليس نطاق نظام إعلان."
    if not account or re.search(r"\s", account):
        return "رقم الحساب ناقص أو فيه فراغ."
    if relation.upper() not in RELATIONS:
        return f"نوع العلاقة «{relation}» ليس DIRECT ولا RESELLER."
    if len(fields) == 4 and not re.fullmatch(r"[0-9a-zA-Z.-]+", fields[3]):
        return "رقم التصديق في الخانة الرابعة حروف لاتينية وأرقام فقط."
    return ""
