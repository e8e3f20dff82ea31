"""One small widget per parameter kind, all with the interface of `Editor`."""
