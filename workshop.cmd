@echo off
rem Vaiven on Windows: sets up once (needs a network), prepares and tests, then opens the page (needs none).
rem Vaiven en Windows: instala una vez (necesita red), prepara y prueba, y abre la pagina (sin red).
cd /d "%~dp0"
set PY=.venv\Scripts\python.exe
if not exist %PY% (
  py -3.11 -m venv .venv || python -m venv .venv || goto nopython
)
if not exist .venv\ready.txt (
  %PY% -m pip install --disable-pip-version-check -r requirements.lock || goto nonet
  %PY% -m pip install --disable-pip-version-check nicegui==3.18.0 || goto nonet
  echo ready> .venv\ready.txt
)
if not exist .venv\prepared.txt (
  %PY% -m experiments.workshop %* || goto missing
  echo ready> .venv\prepared.txt
)
%PY% -m experiments.demo
exit /b 0
:nopython
echo Python 3.11 or newer is needed: https://www.python.org/downloads/  /  Se necesita Python 3.11 o mas nuevo.
pause
exit /b 2
:nonet
echo Packages could not be installed; a network is needed this once.  /  Faltan paquetes; esta vez se necesita red.
pause
exit /b 2
:missing
echo Something is missing, see above.  /  Falta algo, vease arriba.
pause
exit /b 1
