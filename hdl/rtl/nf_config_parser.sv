// Reads configuration packets and drives the configuration bus, one memory word a cycle (docs/hardware.md section 7).
// A go waits until everything is idle and `Hold` cycles have passed since the last one; channels may work `Delay` cycles after it.
module nf_config_parser #(
  parameter int Hold = 12,
  parameter int Delay = 9,
  parameter int DataBits = 64
) (
  input  logic         clk_i,
  input  logic         rst_ni,
  input  logic         start_i,
  input  logic [19:0]  frames_i,       // frames of a phase: all in streaming mode, else one
  input  logic         in_valid_i,
  output logic         in_ready_o,
  input  logic [DataBits-1:0]  in_data_i,
  input  logic         idle_i,
  output logic [DataBits+45:0] bus_o,  // {data above 63, valid, go, space, address, row mask, column mask, data 63:0}
  output logic         go_o,           // a go is consumed in this cycle
  output logic         work_o,         // channels may work in the next cycle; still high in the go's own, when none has anything to do
  output logic [19:0]  frame_o,        // frame index of the phase that the next go starts, as it was one cycle ago
  output logic [31:0]  phases_o,
  output logic         settled_o,      // between packets, and the hold has passed
  output logic         error_o
);
  logic [15:0]  left_q, address_q;
  logic [3:0]   space_q;
  logic [11:0]  row_mask_q, col_mask_q;
  logic [7:0]   hold_q, work_q;
  logic         header_q, held_q;     // left_q, hold_q are zero
  logic [19:0]  frame_q, frame_out_q;
  logic [31:0]  phases_q;
  logic [109:0] bus_q;
  wire header = header_q;
  wire [3:0] kind = in_data_i[3:0];
  wire is_write = kind == 4'd1;
  wire is_go = kind == 4'd2;
  wire go_ok = idle_i & held_q;
  assign in_ready_o = ~header | ~is_go | go_ok;
  wire take = in_valid_i & in_ready_o;
  assign go_o = take & header & is_go;
  assign error_o = in_valid_i & header & (kind > 4'd2);   // never refused
  assign work_o = work_q[7:1] == 7'd0;
  assign settled_o = header & held_q;
  generate
    if (DataBits > 64) begin : gen_wide
      logic [DataBits-65:0] upper_q;
      always_ff @(posedge clk_i) upper_q <= in_data_i[DataBits-1:64];
      assign bus_o = {upper_q, bus_q};
    end else begin : gen_narrow
      assign bus_o = bus_q;
    end
  endgenerate
  assign frame_o = frame_out_q;
  assign phases_o = phases_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      left_q <= '0; address_q <= '0; space_q <= '0; row_mask_q <= '0; col_mask_q <= '0;
      header_q <= 1'b1; held_q <= 1'b1; 
      hold_q <= '0; work_q <= '0; frame_q <= '0; frame_out_q <= '0; phases_q <= '0; bus_q <= '0;
    end else begin
      bus_q <= '0;
      frame_out_q <= frame_q;
      if (~held_q) hold_q <= hold_q - 8'd1;
      if (work_q != 8'd0) work_q <= work_q - 8'd1;
      held_q <= hold_q[7:1] == 7'd0;
      if (start_i) begin
        frame_q <= '0;
        phases_q <= '0;
      end
      if (take) begin
        if (header) begin
          if (is_write) begin
            left_q <= in_data_i[39:24];
            header_q <= in_data_i[39:24] == 16'd0;
            address_q <= in_data_i[23:8];
            space_q <= in_data_i[7:4];
            row_mask_q <= in_data_i[51:40];
            col_mask_q <= in_data_i[63:52];
          end
          if (is_go) begin
            bus_q <= {1'b1, 1'b1, 4'd0, 16'd0, 24'hffffff, 44'd0, frames_i};
            hold_q <= 8'(Hold - 1);
            work_q <= 8'(Delay - 1);
            held_q <= 1'b0;
            phases_q <= phases_q + 32'd1;
            if (in_data_i[8]) frame_q <= frame_q + 20'd1;
          end
        end else begin
          bus_q <= {1'b1, 1'b0, space_q, address_q, row_mask_q, col_mask_q, in_data_i[63:0]};
          left_q <= left_q - 16'd1;
          header_q <= left_q == 16'd1;
          address_q <= address_q + 16'd1;
        end
      end
    end
  end
endmodule
