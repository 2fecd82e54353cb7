network Net {
  input image: u8[3, 16, 16], scale 1/255
  weights random(1)
  image |> repeat 1000 { |> repeat 1000 { |> relu } } |> output y: relu
}
