// FIFO of many words in block memory, for producers that hold credits: it never refuses, so a push into a full FIFO is the caller's
// mistake. Timing is that of nf_fifo: a push is visible in the next cycle, the head is read without delay. The next words
// lie in a small FIFO in front; a push goes there as long as nothing is in block memory, which needs two cycles for a word. While the last
// word from there is on its way, a push waits behind it for a cycle: then there is a word in front, so nobody sees that.
module nf_deep_fifo #(
  parameter int Width = 24,
  parameter int Depth = 512
) (
  input  logic             clk_i,
  input  logic             rst_ni,
  input  logic             push_i,
  input  logic [Width-1:0] data_i,
  input  logic             pop_i,
  output logic [Width-1:0] data_o,
  output logic             valid_o
);
  localparam int Near = 8;
  localparam int AddressBits = $clog2(Depth);
  localparam int CountBits = $clog2(Depth + 1);

  logic [$clog2(Near+1)-1:0] near_count;
  logic [Width-1:0]          far_data;
  logic [AddressBits-1:0]    read_q, write_q;
  logic [CountBits-1:0]      far_q;
  logic                      reading_q;
  logic                      waits_q;        // a push waits for its turn to go to the front
  logic [Width-1:0]          waiting_q;

  // Words that have a place in front: those there, the one of a read, the one that waits.
  wire has_place = near_count + {3'b0, reading_q} + {3'b0, waits_q} < 4'(Near);
  wire to_front = (far_q == '0) & has_place;
  wire waits = to_front & push_i & (reading_q | waits_q);
  wire far_push = push_i & ~to_front;
  // The word of a read that is under way needs a place, too.
  wire read = (far_q != '0) & (near_count < 4'(Near - 1));
  wire near_push = reading_q | waits_q | (push_i & to_front);

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      read_q    <= '0;
      write_q   <= '0;
      far_q     <= '0;
      reading_q <= 1'b0;
      waits_q   <= 1'b0;
    end else begin
      if (read) read_q <= read_q + 1'b1;
      if (far_push) write_q <= write_q + 1'b1;
      far_q     <= far_q + CountBits'(far_push) - CountBits'(read);
      reading_q <= read;
      waits_q   <= waits;
    end
  end
  always_ff @(posedge clk_i) waiting_q <= data_i;
  nf_ram #(.Width(Width), .Depth(Depth)) u_far (
    .clk_i, .write_i(far_push), .write_address_i(write_q), .write_data_i(data_i), .read_address_i(read_q), .read_data_o(far_data)
  );
  nf_fifo #(.Width(Width), .Depth(Near)) u_near (
    .clk_i, .rst_ni, .push_i(near_push), .data_i(reading_q ? far_data : waits_q ? waiting_q : data_i), .pop_i, .data_o, .count_o(near_count)
  );
  assign valid_o = near_count != '0;
endmodule
