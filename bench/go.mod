module drawbridge/bench

go 1.26
