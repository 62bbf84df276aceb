"""Reports: what somebody saw in a room and thinks an administrator should look at."""
