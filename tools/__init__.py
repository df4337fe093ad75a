"""What `./run` and `./test` do, with nothing but Python's standard library.

run       prepare, then serve            check     the steps of ./test
prepare   install, then state            install   packages of Python and of the front end
state     database, messages, static files and demo (the only module here that needs the packages)
supervise web server and worker          system    what only the operating system has
console   how steps and failures look    checkout  where things lie, and stamps of what is done
lock      remakes the lock files         messages  compiles the translations
pages     the generated pages of docs/
"""
