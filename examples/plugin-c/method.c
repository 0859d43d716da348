// A scoring plugin for cxplan: what customers want and do not get comes first.
// Score = importance + weight * gap, where the gap is importance - satisfaction, and never below 0.
#include "cxplan.h"

// Positions in the lists below.
enum { WEIGHT = 0 };
enum { IMPORTANCE, SATISFACTION };
static const uint32_t OVERSERVED = 0;

// Every word once, English beside French. T picks one of them.
#define INPUTS { \
    { .key = CX_TEXT("importance"), .label = T("Importance", "Importance"), \
      .help = T("How much customers want it, 0 to 10.", "À quel point les clients le veulent, de 0 à 10."), \
      .kind = { CX_KIND_NUMBER }, .required = true, .min = CX_SOME(0), .max = CX_SOME(10) }, \
    { .key = CX_TEXT("satisfaction"), .label = T("Satisfaction", "Satisfaction"), \
      .help = T("How well they are served today, 0 to 10.", "À quel point ils sont bien servis aujourd’hui, de 0 à 10."), \
      .kind = { CX_KIND_NUMBER }, .required = true, .min = CX_SOME(0), .max = CX_SOME(10) }, \
}
#define PARAMS { \
    { .key = CX_TEXT("weight"), .label = T("Weight", "Poids"), \
      .help = T("What a point of the gap adds.", "Ce qu’ajoute un point d’écart."), \
      .kind = { CX_KIND_NUMBER }, .min = CX_SOME(0), .fallback = CX_SOME_NUMBER(1) }, \
}
#define PARTS { \
    { .key = CX_TEXT("gap"), .label = T("Gap", "Écart"), \
      .help = T("importance − satisfaction, at least 0", "importance − satisfaction, au moins 0") }, \
}
#define NOTES { \
    { .key = CX_TEXT("overserved"), \
      .label = T("customers get more of it than they want", "les clients en ont plus qu’ils n’en veulent") }, \
}
#define DESCRIPTION(language) { \
    .id = CX_TEXT("customer-gap"), \
    .title = T("Customer gap", "Customer gap"), \
    .version = CX_TEXT("0.1.0"), \
    .summary = T("What customers want and do not get comes first.", \
                 "Ce que les clients veulent et n’ont pas vient d’abord."), \
    .formula = T("importance + weight × gap", "importance + poids × écart"), \
    .meaning = CX_BENEFIT, \
    .inputs = CX_LIST(inputs_##language), \
    .params = CX_LIST(params_##language), \
    .parts = CX_LIST(parts_##language), \
    .notes = CX_LIST(notes_##language), \
}

#define T(en, fr) CX_TEXT(en)
static const cx_input inputs_en[] = INPUTS, params_en[] = PARAMS;
static const cx_part parts_en[] = PARTS;
static const cx_note notes_en[] = NOTES;
static const cx_description english = DESCRIPTION(en);
#undef T
#define T(en, fr) CX_TEXT(fr)
static const cx_input inputs_fr[] = INPUTS, params_fr[] = PARAMS;
static const cx_part parts_fr[] = PARTS;
static const cx_note notes_fr[] = NOTES;
static const cx_description french = DESCRIPTION(fr);

CX_EXPORT("cxplan:scoring/scorer@1.0.0#describe")
const cx_description *describe(const char *language, uint32_t len) {
    return cx_is_french(language, len) ? &french : &english;
}

CX_EXPORT("cxplan:scoring/scorer@1.0.0#score")
const cx_outcome *score(const char *language, uint32_t len, const cx_value *params, uint32_t param_count,
                        uint32_t rows, const cx_series *inputs, uint32_t input_count) {
    (void)language, (void)len, (void)param_count, (void)input_count;
    double weight = params[WEIGHT].of.number;
    // What every row says of an input; a number that is not given is NaN.
    const double *importances = inputs[IMPORTANCE].of.numbers, *satisfactions = inputs[SATISFACTION].of.numbers;
    cx_option_scored *scores = cx_allocate(rows * sizeof(cx_option_scored), 8);
    double *gaps = cx_allocate(rows * sizeof(double), 8);
    for (uint32_t row = 0; row < rows; row++) {
        double importance = importances[row], satisfaction = satisfactions[row];
        double gap = importance - satisfaction;
        // Not the other way round: a comparison with NaN is false, and would make 0 of a number that is not given.
        gaps[row] = gap < 0 ? 0 : gap;
        scores[row].some = true;
        scores[row].value = (cx_scored){
            .score = importance + weight * gaps[row],
            .parts = { &gaps[row], 1 },
            .notes = { &OVERSERVED, satisfaction > importance },
        };
    }
    cx_outcome *outcome = cx_allocate(sizeof(cx_outcome), 4);
    *outcome = (cx_outcome){ .scores = { scores, rows } };
    return outcome;
}
