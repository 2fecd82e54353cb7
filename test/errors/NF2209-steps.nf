network Net {
  input image: u8[3, 16, 16], scale 1/255
  weights random(1)
  image |> repeat 10000 { |> repeat 10000 { |> Same } } |> output y: relu
}

block Same(x) {
  return x
}
