"""`python -m agents.evals` measures the understanding."""

import asyncio

from agents.evals.run import main

asyncio.run(main())
