"""Loading what a subdelegación exports: any CSV, XLSX or fixed-width listing, told by a mapping file."""
