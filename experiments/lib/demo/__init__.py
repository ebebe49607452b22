"""The workshop page: `asked` (what is asked), `trunk`, `reading`, `worker`, `service` (computing), views above them.

Views only draw; whatever simulates runs in the processes of `service`. Nothing here knows the page's framework
except the files named `page_*.py`.
"""
