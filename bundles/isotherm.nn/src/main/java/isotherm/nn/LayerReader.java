/* Copyright 2026 the Isotherm authors. SPDX-License-Identifier: Apache-2.0 */
package isotherm.nn;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/** Takes a DL4J layer apart: dropout on its input, its linear part, its activation. */
final class LayerReader {
    private final String name;
    private final Layer layer;
    private final List<Piece> pieces = new ArrayList<>();

    private LayerReader(String name, Layer layer) {
        this.name = name;
        this.layer = layer;
    }

    static List<Piece> read(String name, Layer layer) throws UnknownLayer {
        return new LayerReader(name, layer).read();
    }

    private List<Piece> read() throws UnknownLayer {
        if (layer.getIDropout() != null) {
            if (layer.getIDropout().getClass() != Dropout.class
                    || ((Dropout) layer.getIDropout()).getPSchedule() != null) {
                throw unknown("dropout " + layer.getIDropout().getClass().getSimpleName());
            }
            pieces.add(new Drop(((Dropout) layer.getIDropout()).getP()));
        }
        if (layer instanceof BaseLayer base && base.getWeightNoise() != null) {
            throw unknown("weight noise");
        }
        Class<?> kind = layer.getClass();
        if (kind == ConvolutionLayer.class || kind == Deconvolution2D.class) {
            convolution((ConvolutionLayer) layer);
        } else if (kind == BatchNormalization.class) {
            norm((BatchNormalization) layer);
        } else if (kind == DenseLayer.class) {
            var dense = (DenseLayer) layer;
            if (dense.hasLayerNorm()) {
                throw unknown("layer norm");
            }
            linear(new Dense(dense.getNIn(), dense.getNOut(), dense.hasBias()), dense.getActivationFn());
        } else if (kind == OutputLayer.class) {
            var dense = (OutputLayer) layer;
            linear(new Dense(dense.getNIn(), dense.getNOut(), dense.hasBias()), dense.getActivationFn());
        } else if (kind == ActivationLayer.class) {
            activate(((ActivationLayer) layer).getActivationFn());
        } else if (kind == LossLayer.class) {
            activate(((LossLayer) layer).getActivationFn());
        } else if (kind == SubsamplingLayer.class) {
            pool((SubsamplingLayer) layer);
        } else if (kind == GlobalPoolingLayer.class) {
            globalPool((GlobalPoolingLayer) layer);
        } else if (kind != DropoutLayer.class) {
            throw unknown(kind.getSimpleName());
        }
        if (pieces.isEmpty()) {
            pieces.add(new Activate(Activate.Kind.IDENTITY));
        }
        return pieces;
    }

    private void linear(Piece piece, IActivation activation) throws UnknownLayer {
        pieces.add(piece);
        activate(activation);
    }

    private void convolution(ConvolutionLayer conv) throws UnknownLayer {
        refuseChannelsLast(conv.getCnn2dDataFormat());
        if (conv.getDilation()[0] != 1 || conv.getDilation()[1] != 1) {
            throw unknown("dilation"); // libnd4j's oneDNN helper has no such primitive
        }
        var window = Window.of(
                conv.getKernelSize(),
                conv.getStride(),
                conv.getPadding(),
                conv.getDilation(),
                conv.getConvolutionMode());
        linear(
                new Convolution(conv.getNIn(), conv.getNOut(), window, conv.hasBias(), conv instanceof Deconvolution2D),
                conv.getActivationFn());
    }

    /** DL4J ignores the activation of a batch norm, and so does this. */
    private void norm(BatchNormalization norm) throws UnknownLayer {
        refuseChannelsLast(norm.getCnn2DFormat());
        if (norm.isLockGammaBeta()) {
            throw unknown("locked gamma and beta");
        }
        pieces.add(new BatchNorm(norm.getNOut(), norm.getEps(), 1 - norm.getDecay(), false));
    }

    private void pool(SubsamplingLayer pool) throws UnknownLayer {
        refuseChannelsLast(pool.getCnn2dDataFormat());
        if (pool.getPoolingType() != PoolingType.MAX && pool.getPoolingType() != PoolingType.AVG) {
            throw unknown(pool.getPoolingType() + " pooling");
        }
        var window = Window.of(
                pool.getKernelSize(),
                pool.getStride(),
                pool.getPadding(),
                pool.getDilation(),
                pool.getConvolutionMode());
        pieces.add(new Pool(pool.getPoolingType() == PoolingType.MAX, window, pool.isAvgPoolIncludePadInDivisor()));
    }

    private void globalPool(GlobalPoolingLayer pool) throws UnknownLayer {
        int[] axes = pool.getPoolingDimensions();
        boolean maps = axes == null || axes.length == 2 && axes[0] == 2 && axes[1] == 3;
        if (!maps || pool.getPoolingType() == PoolingType.PNORM) {
            throw unknown("global pooling of another kind");
        }
        var kind =
                switch (pool.getPoolingType()) {
                    case AVG -> GlobalPool.Kind.AVERAGE;
                    case SUM -> GlobalPool.Kind.SUM;
                    default -> GlobalPool.Kind.MAX;
                };
        pieces.add(new GlobalPool(kind, pool.isCollapseDimensions()));
    }

    private void activate(IActivation activation) throws UnknownLayer {
        if (activation instanceof ActivationReLU relu
                && relu.getMax() == null
                && isZero(relu.getThreshold())
                && isZero(relu.getNegativeSlope())) {
            pieces.add(new Activate(Activate.Kind.RELU));
        } else if (activation instanceof ActivationTanH) {
            pieces.add(new Activate(Activate.Kind.TANH));
        } else if (activation instanceof ActivationSigmoid) {
            pieces.add(new Activate(Activate.Kind.SIGMOID));
        } else if (activation instanceof ActivationSoftmax) {
            pieces.add(new Activate(Activate.Kind.SOFTMAX));
        } else if (!(activation instanceof ActivationIdentity)) {
            throw unknown("activation " + activation.getClass().getSimpleName());
        }
    }

    private static boolean isZero(Double value) {
        return value == null || value == 0;
    }

    private void refuseChannelsLast(CNN2DFormat format) throws UnknownLayer {
        if (format == CNN2DFormat.NHWC) {
            throw unknown("NHWC");
        }
    }

    private UnknownLayer unknown(String what) {
        String kind = layer.getClass().getSimpleName();
        return new UnknownLayer(name, what.equals(kind) ? kind : kind + ", " + what);
    }
}
