"""`scenebank torture`: a real house under load, struck by faults, and a checker that says whether anything was lost or done twice."""
