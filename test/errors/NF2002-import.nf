import "lib/blocks.nf"

network Net {
  input image: u8[3, 16, 16]
  image |> Twice |> output y: relu
}

block Twice(x) {
  return x |> tanh
}
