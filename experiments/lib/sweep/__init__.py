"""Many runs that are never lost: what is run, the store, the engines, what is read from it.

`design` and `points` say which runs there are, `work` makes one, `reading` says what is kept of it, `store` keeps
it, `engines` spread the work, `conduct` joins them; `summary`, `charts` and `page` tell what came out.
"""
