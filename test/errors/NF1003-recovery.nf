network Net {
  input image: u8[3, 16, 16,
  weights random(1)
  image |> conv(4 maps, 3x3)) |> output y: relu
}

table T { 0 0 1 }

block B(x, 3) {
  return x |> if
}
