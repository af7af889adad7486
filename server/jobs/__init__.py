"""The queue, the running job, its watchers, and the results that are kept."""
