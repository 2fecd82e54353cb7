network Net {
  input image: u8[3, 16, 16], scale 1/255
  weights random(1)
  a = image |> relu
  a = image |> tanh
  image |> output y: abs |> a: relu
  output y = a
}

block B(x, x) { return x }

table T { 0: 0 }

table T { 0: 0 }
