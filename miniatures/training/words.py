"""A word-level tokenizer: lower case, words and punctuation apart, as `tokenizer.json` describes it."""
import re

import torch

PAD, UNK = "[PAD]", "[UNK]"


def split(text):
    return re.findall(r"\w+|[^\w\s]+", text.lower())


class Vocabulary:
    def __init__(self, captions):
        self.words = [PAD, UNK] + sorted({w for c in captions for w in split(c)})
        self.ids = {w: i for i, w in enumerate(self.words)}

    def encode(self, texts):
        """Returns int64 ids and mask, both [texts, longest], padded on the right with 0."""
        rows = [[self.ids.get(w, 1) for w in split(t)] for t in texts]
        longest = max(len(r) for r in rows)
        ids = torch.tensor([r + [0] * (longest - len(r)) for r in rows])
        mask = torch.tensor([[1] * len(r) + [0] * (longest - len(r)) for r in rows])
        return ids, mask

    def tokenizer_json(self):
        special = [dict(id=i, content=w, single_word=False, lstrip=False, rstrip=False, normalized=False,
                        special=True) for i, w in enumerate(self.words[:2])]
        return dict(version="1.0", truncation=None,
                    padding=dict(strategy="BatchLongest", direction="Right", pad_to_multiple_of=None,
                                 pad_id=0, pad_type_id=0, pad_token=PAD),
                    added_tokens=special, normalizer=dict(type="Lowercase"),
                    pre_tokenizer=dict(type="Whitespace"), post_processor=None, decoder=None,
                    model=dict(type="WordLevel", vocab=self.ids, unk_token=UNK))
