// A scoring plugin for cxplan: what customers want and do not get comes first.
// Score = importance + weight × gap, where the gap is importance − satisfaction, and never below 0.

const OVERSERVED = 0; // position in `notes` below

// An input without anything special; what differs is written over it.
const input = (key, label, help, more) => ({
  key, label, help, unit: undefined, kind: { tag: "number" }, role: undefined,
  required: false, min: undefined, max: undefined, steps: [], default: undefined, ...more,
});

export const scorer = {
  describe(language) {
    const text = (en, fr) => (language === "fr" ? fr : en);
    return {
      id: "my-method",
      title: text("My method", "My method"),
      version: "0.1.0",
      summary: text(
        "What customers want and do not get comes first.",
        "Ce que les clients veulent et n’ont pas vient d’abord.",
      ),
      formula: text("importance + weight × gap", "importance + poids × écart"),
      meaning: "benefit",
      inputs: [
        input(
          "importance",
          text("Importance", "Importance"),
          text("How much customers want it, 0 to 10.", "À quel point les clients le veulent, de 0 à 10."),
          { required: true, min: 0, max: 10 },
        ),
        input(
          "satisfaction",
          text("Satisfaction", "Satisfaction"),
          text(
            "How well they are served today, 0 to 10.",
            "À quel point ils sont bien servis aujourd’hui, de 0 à 10.",
          ),
          { required: true, min: 0, max: 10 },
        ),
      ],
      params: [
        input(
          "weight",
          text("Weight", "Poids"),
          text("What a point of the gap adds.", "Ce qu’ajoute un point d’écart."),
          { min: 0, default: { tag: "number", val: 1 } },
        ),
      ],
      parts: [
        {
          key: "gap",
          label: text("Gap", "Écart"),
          help: text("importance − satisfaction, at least 0", "importance − satisfaction, au moins 0"),
          unit: undefined,
          share: false,
        },
      ],
      categories: [],
      notes: [
        {
          key: "overserved",
          label: text("customers get more of it than they want", "les clients en ont plus qu’ils n’en veulent"),
        },
      ],
    };
  },

  // The n-th of `inputs` holds what every row says of the n-th declared input; a number that is not given is NaN.
  score(_language, params, _rows, inputs) {
    const weight = params[0].val;
    const satisfactions = inputs[1].val;
    const scores = Array.from(inputs[0].val, (importance, row) => {
      const satisfaction = satisfactions[row];
      const gap = Math.max(importance - satisfaction, 0);
      return {
        score: importance + weight * gap,
        category: undefined,
        parts: [gap],
        notes: satisfaction > importance ? [OVERSERVED] : [],
      };
    });
    return { scores, problems: [] };
  },
};
