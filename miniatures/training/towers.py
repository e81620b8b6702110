"""The two towers. Both give unnormalised embeddings of the same width."""
import torch
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval


class Block(nn.Module):
    """Convolution, BatchNorm, ReLU; with a residual where the shapes allow it."""

    def __init__(self, cin, cout, kernel=3, stride=1):
        super().__init__()
        self.conv = nn.Conv2d(cin, cout, kernel, stride, kernel // 2, bias=False)
        self.norm = nn.BatchNorm2d(cout)
        self.residual = cin == cout and stride == 1

    def forward(self, x):
        y = nn.functional.relu(self.norm(self.conv(x)))
        return x + y if self.residual else y


class VisionTower(nn.Module):
    """pixel_values [batch, 3, side, side] -> image_embeds [batch, dim]."""

    def __init__(self, side, dim, widths, keep=16):
        super().__init__()
        a, b, c, d, e, f, g = widths
        self.body = nn.Sequential(Block(3, a, 5, 2), Block(a, b, 3, 2), Block(b, c), Block(c, d, 3, 2),
                                  Block(d, e), Block(e, f, 3, 2), Block(f, g))
        self.where = nn.Conv2d(g, keep, 1)
        self.head = nn.Linear(2 * g + keep * (side // 16) ** 2, dim)

    def forward(self, pixel_values):
        x = self.body(pixel_values)
        return self.head(torch.cat([x.mean((2, 3)), x.amax((2, 3)), self.where(x).flatten(1)], 1))

    def fold(self):
        """Folds every BatchNorm into its convolution, for export. Call in eval mode."""
        for block in self.body:
            block.conv, block.norm = fuse_conv_bn_eval(block.conv, block.norm), nn.Identity()
        return self


class TextTower(nn.Module):
    """input_ids, attention_mask [batch, sequence] -> text_embeds [batch, dim]; padding changes nothing."""

    def __init__(self, words, dim, width=64):
        super().__init__()
        self.embed = nn.Embedding(words, width)
        self.mix = nn.Conv1d(width, width, 3, padding=1)
        self.hidden, self.head = nn.Linear(width, 96), nn.Linear(96, dim)

    def forward(self, input_ids, attention_mask):
        mask = attention_mask.to(torch.float32).unsqueeze(1)
        x = self.embed(input_ids).transpose(1, 2) * mask
        x = (x + nn.functional.gelu(self.mix(x))) * mask
        x = x.sum(2) / mask.sum(2).clamp(min=1.0)
        return self.head(nn.functional.gelu(self.hidden(x)))
