network Net {
  input image: u8[3, 16, 16], scale 1/255
  weights random(1)
  a = image |> conv(3x3, table Gap)
  b = image |> conv(3x3, table Twice)
  c = image |> conv(3x3, table Empty)
  d = image |> conv(4 maps, 3x3, table Short)
  e = image |> conv(3x3, table { 0: 0 0  1: })
  output y = relu(image)
}

table Gap { 0: 0 1   2: 1 2 }
table Twice { 0: 0 1   0: 1 2 }
table Empty { }
table Short { 0: 0   1: 1   2: 2 }
