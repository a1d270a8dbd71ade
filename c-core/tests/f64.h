/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Networks and losses in float64, for gradient checks.
 *
 * The same sources, compiled a second time with this file in front of them, work in float64 under
 * names of their own, so that a test can be linked with both. What tests them includes this file
 * first. Only tests do.
 */
#ifndef MOG_TESTS_F64_H
#define MOG_TESTS_F64_H

/** Where float64 takes another function of C, or another width. */
#define MOG_DOUBLE

/* in the place of base/real.h */
#define MOG_BASE_REAL_H
typedef double mog_real;

/* learn/objective/label_distance.h */
#define mog_label_distance mog_label_distance_f64

/* learn/objective/utility_loss.h */
#define mog_loss_batch mog_loss_batch_f64
#define mog_utility_loss mog_utility_loss_f64

/* learn/rl/distribution.h */
#define mog_distribution mog_distribution_f64
#define mog_bernoulli mog_bernoulli_f64
#define mog_beta_density mog_beta_density_f64
#define mog_categorical mog_categorical_f64
#define mog_distribution_of mog_distribution_of_f64

/* learn/rl/pg.h */
#define mog_pg mog_pg_f64
#define mog_pg_create mog_pg_create_f64
#define mog_pg_free mog_pg_free_f64
#define mog_pg_gradient mog_pg_gradient_f64

/* learn/rl/value.h */
#define mog_value_error mog_value_error_f64
#define mog_value_gradient mog_value_gradient_f64

/* nn/input.h */
#define mog_input_init mog_input_init_f64
#define mog_input_fit mog_input_fit_f64
#define mog_input_read mog_input_read_f64
#define mog_input_read_sparse mog_input_read_sparse_f64
#define mog_input_plan mog_input_plan_f64

/* nn/kernel/rows.h */
#define mog_rows_start mog_rows_start_f64
#define mog_rows_product mog_rows_product_f64
#define mog_rows_multiply mog_rows_multiply_f64
#define mog_rows_transpose mog_rows_transpose_f64
#define mog_rows_add_transposed mog_rows_add_transposed_f64
#define mog_rows_pad mog_rows_pad_f64

/* nn/layer/layers.h */
#define mog_linear_forward mog_linear_forward_f64
#define mog_linear_backward_weight mog_linear_backward_weight_f64
#define mog_linear_backward_input mog_linear_backward_input_f64
#define mog_bias_relu mog_bias_relu_f64
#define mog_bias_relu_backward mog_bias_relu_backward_f64
#define mog_bias_output mog_bias_output_f64
#define mog_bias_output_backward mog_bias_output_backward_f64
#define mog_batch_norm_forward mog_batch_norm_forward_f64
#define mog_batch_norm_training mog_batch_norm_training_f64
#define mog_batch_norm_backward mog_batch_norm_backward_f64
#define mog_plane_bias_relu mog_plane_bias_relu_f64
#define mog_plane_bias_relu_backward mog_plane_bias_relu_backward_f64
#define mog_plane_norm_forward mog_plane_norm_forward_f64
#define mog_plane_norm_training mog_plane_norm_training_f64
#define mog_plane_norm_backward mog_plane_norm_backward_f64
#define mog_convolution_scratch mog_convolution_scratch_f64
#define mog_convolution_forward mog_convolution_forward_f64
#define mog_convolution_backward_weight mog_convolution_backward_weight_f64
#define mog_convolution_backward_input mog_convolution_backward_input_f64
#define mog_convolution_graph mog_convolution_graph_f64
#define mog_convolution_graph_read mog_convolution_graph_read_f64
#define mog_graph_convolution mog_graph_convolution_f64
#define mog_graph_convolution_backward mog_graph_convolution_backward_f64
#define mog_norm_settle mog_norm_settle_f64

/* nn/mpgnn/graph.h */
#define mog_place mog_place_f64
#define mog_aggregate mog_aggregate_f64
#define mog_aggregate_lay_out mog_aggregate_lay_out_f64
#define mog_aggregate_edges mog_aggregate_edges_f64
#define mog_aggregate_backward mog_aggregate_backward_f64
#define mog_aggregate_finish mog_aggregate_finish_f64
#define mog_graph mog_graph_f64
#define mog_graph_features mog_graph_features_f64
#define mog_graph_most_heard mog_graph_most_heard_f64
#define mog_graph_most_edges mog_graph_most_edges_f64
#define mog_graph_lay_out mog_graph_lay_out_f64
#define mog_graph_build mog_graph_build_f64

/* nn/mpgnn/message.h */
#define mog_message mog_message_f64
#define mog_message_edges mog_message_edges_f64
#define mog_message_pass mog_message_pass_f64
#define mog_message_winner mog_message_winner_f64
#define mog_message_workspace mog_message_workspace_f64
#define mog_message_lay_out mog_message_lay_out_f64
#define mog_message_forward_nodes mog_message_forward_nodes_f64
#define mog_message_start_nodes mog_message_start_nodes_f64
#define mog_message_finish_nodes mog_message_finish_nodes_f64
#define mog_message_run_layer mog_message_run_layer_f64
#define mog_message_normalise mog_message_normalise_f64
#define mog_message_add_gradient mog_message_add_gradient_f64
#define mog_message_forward mog_message_forward_f64
#define mog_message_backward mog_message_backward_f64

/* nn/mpgnn/message_batch.h */
#define mog_message_norm mog_message_norm_f64
#define mog_message_rows mog_message_rows_f64
#define mog_message_batch mog_message_batch_f64
#define mog_message_batch_lay_out mog_message_batch_lay_out_f64
#define mog_message_batch_run mog_message_batch_run_f64
#define mog_message_batch_back mog_message_batch_back_f64
#define mog_message_batch_forward mog_message_batch_forward_f64
#define mog_message_batch_backward mog_message_batch_backward_f64

/* nn/mpgnn/message_layer.h */
#define mog_message_layer mog_message_layer_f64
#define mog_message_layer_lay_out mog_message_layer_lay_out_f64
#define mog_message_layer_prepare mog_message_layer_prepare_f64
#define mog_message_layer_start mog_message_layer_start_f64
#define mog_message_layer_add mog_message_layer_add_f64
#define mog_message_layer_below mog_message_layer_below_f64
#define mog_message_layer_finish mog_message_layer_finish_f64
#define mog_message_part mog_message_part_f64
#define mog_message_part_lay_out mog_message_part_lay_out_f64
#define mog_message_part_forward mog_message_part_forward_f64
#define mog_message_part_backward mog_message_part_backward_f64

/* nn/mpgnn/mpgnn.h */
#define mog_mpgnn_round mog_mpgnn_round_f64
#define mog_mpgnn_plan mog_mpgnn_plan_f64
#define mog_mpgnn_states mog_mpgnn_states_f64
#define mog_mpgnn_round_workspace mog_mpgnn_round_workspace_f64
#define mog_mpgnn_workspace mog_mpgnn_workspace_f64
#define mog_mpgnn_make_plan mog_mpgnn_make_plan_f64
#define mog_mpgnn_init mog_mpgnn_init_f64
#define mog_mpgnn_make_workspace mog_mpgnn_make_workspace_f64

/* nn/network.h */
#define mog_network mog_network_f64
#define mog_network_edges mog_network_edges_f64
#define mog_network_batch mog_network_batch_f64
#define mog_network_workspace mog_network_workspace_f64
#define mog_network_create mog_network_create_f64
#define mog_network_free mog_network_free_f64
#define mog_network_links mog_network_links_f64
#define mog_network_any_links mog_network_any_links_f64
#define mog_network_width mog_network_width_f64
#define mog_network_input_count mog_network_input_count_f64
#define mog_network_accepts mog_network_accepts_f64
#define mog_network_parameter_count mog_network_parameter_count_f64
#define mog_network_buffer_count mog_network_buffer_count_f64
#define mog_network_tensors mog_network_tensors_f64
#define mog_network_init mog_network_init_f64
#define mog_network_fit_input mog_network_fit_input_f64
#define mog_network_input mog_network_input_f64
#define mog_network_input_sparse mog_network_input_sparse_f64
#define mog_network_input_links mog_network_input_links_f64
#define mog_network_workspace_create mog_network_workspace_create_f64
#define mog_network_workspace_free mog_network_workspace_free_f64
#define mog_network_forward mog_network_forward_f64
#define mog_network_forward_training mog_network_forward_training_f64
#define mog_network_backward mog_network_backward_f64

/* nn/network_type.h */
#define mog_network_type mog_network_type_f64
#define mog_network_type_mlp mog_network_type_mlp_f64
#define mog_network_type_cnn mog_network_type_cnn_f64
#define mog_network_type_unrolled mog_network_type_unrolled_f64
#define mog_network_type_mpgnn mog_network_type_mpgnn_f64

/* nn/stack.h */
#define mog_stack_plan mog_stack_plan_f64
#define mog_stack_init mog_stack_init_f64
#define mog_stack_lay_out mog_stack_lay_out_f64
#define mog_stack_forward mog_stack_forward_f64
#define mog_stack_forward_training mog_stack_forward_training_f64
#define mog_stack_backward mog_stack_backward_f64
#define mog_output_plan mog_output_plan_f64
#define mog_output_init mog_output_init_f64
#define mog_output_forward mog_output_forward_f64
#define mog_output_backward mog_output_backward_f64

/* nn/unroll/sweep.h */
#define mog_sweep mog_sweep_f64
#define mog_sweep_start mog_sweep_start_f64
#define mog_sweep_forward mog_sweep_forward_f64
#define mog_sweep_backward mog_sweep_backward_f64

/* nn/unroll/unroll.h */
#define mog_unroll mog_unroll_f64
#define mog_unroll_workspace mog_unroll_workspace_f64
#define mog_unroll_plan mog_unroll_plan_f64
#define mog_unroll_init mog_unroll_init_f64
#define mog_unroll_workspace_create mog_unroll_workspace_create_f64
#define mog_unroll_given mog_unroll_given_f64
#define mog_unroll_forward mog_unroll_forward_f64
#define mog_unroll_backward mog_unroll_backward_f64

#endif
