table T { 0: 0 1 }
