import "lib/cycle-a.nf"

network Net {
  input image: u8[3, 16, 16], scale 1/255
  weights random(1)
  image |> output y: relu
}
