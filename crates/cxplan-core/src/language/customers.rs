//! What customers experience today, and what they shall experience.

use super::*;

table!(/// `[vision]`
    VISION, "vision", "What customers shall experience", "Ce que les clients doivent vivre", [
    field("statement", Kind::Text, "What customers shall say or feel", "Ce que les clients doivent dire ou ressentir"),
    field("company_vision", Kind::Text, "The company's vision behind it", "La vision de l'entreprise qui la porte"),
    field("brand_promise", Kind::Text, "What the brand promises", "Ce que la marque promet"),
    field("delight", Kind::Text, "What will delight customers", "Ce qui ravira les clients"),
    field("measured_by", Kind::List(&METRIC_REF), "Metrics that show whether it succeeds", "Indicateurs qui montrent si elle réussit"),
]);

table!(/// `[[guideline]]`
    GUIDELINE, "guideline", "A principle that every initiative respects", "Un principe que chaque initiative respecte", [
    field("id", Kind::Id, "Id", "Identifiant").required(),
    field("statement", Kind::Text, "The principle", "Le principe").required(),
    field("why", Kind::Text, "Why it holds", "Pourquoi il compte"),
]);

table!(/// `[[goal]]`
    GOAL, "goal", "What shall be true", "Ce qui doit devenir vrai", [
    field("id", Kind::Id, "Id", "Identifiant").required(),
    field("statement", Kind::Text, "What shall be true", "Ce qui doit devenir vrai").required(),
    field("aligned_to", Kind::Text, "What of the company's strategy it serves", "Ce qu'il sert dans la stratégie de l'entreprise"),
    field("metrics", Kind::List(&METRIC_REF), "Metrics that show whether it is true", "Indicateurs qui montrent s'il est atteint"),
]);

table!(/// `[[segment]]`
    SEGMENT, "segment", "A group of customers", "Un groupe de clients", [
    field("id", Kind::Id, "Id", "Identifiant").required(),
    field("name", Kind::Text, "Name", "Nom").required(),
    field("share", Kind::Share(0.0, 1.0), "Share of all customers", "Part de tous les clients"),
    field("customers", Kind::Integer(0, COUNT), "Number of customers", "Nombre de clients").unit("customers", "clients"),
]);

table!(/// `[[persona]]`
    PERSONA, "persona", "A typical customer", "Un client type", [
    field("id", Kind::Id, "Id", "Identifiant").required(),
    field("name", Kind::Text, "Name", "Nom").required(),
    field("segment", Kind::Ref(Target::Segment), "Segment", "Segment"),
    field("goals", TEXTS, "What this person wants", "Ce que veut cette personne"),
    field("frustrations", TEXTS, "What gets in the way", "Ce qui la gêne"),
    field("channels", TEXTS, "Channels used", "Canaux utilisés"),
]);

table!(/// `[[stage]]`
    STAGE, "stage", "A stage of the journey", "Une étape du parcours", [
    field("id", Kind::Id, "Id", "Identifiant").required(),
    field("name", Kind::Text, "Name", "Nom").required(),
    field("order", Kind::Integer(0, 1_000), "Place in the journey; the order of the text unless given", "Place dans le parcours ; à défaut l'ordre du texte"),
    field("phase", words!["entice", "enter", "engage", "exit", "extend"], "Which of the five Es it belongs to: entice, enter, engage, exit, extend",
        "Lequel des cinq E : attirer (entice), entrer (enter), engager (engage), sortir (exit), prolonger (extend)"),
    field("entered", Kind::Integer(0, COUNT), "People who enter it in a month", "Personnes qui y entrent en un mois").unit("people a month", "personnes par mois"),
    field("completed", Kind::Integer(0, COUNT), "People who complete it in a month", "Personnes qui l'achèvent en un mois").unit("people a month", "personnes par mois"),
    field("no_initiative", Kind::Text, "Why no initiative touches it, where none does", "Pourquoi aucune initiative n'y touche, si c'est le cas"),
]);

table!(/// `[[touchpoint]]`
    TOUCHPOINT, "touchpoint", "A place where customers meet the company", "Un endroit où les clients rencontrent l'entreprise", [
    field("id", Kind::Id, "Id", "Identifiant").required(),
    field("name", Kind::Text, "Name; made of the id unless given", "Nom ; à défaut tiré de l'identifiant"),
    field("stage", Kind::Ref(Target::Stage), "Stage of the journey", "Étape du parcours"),
    field("kind", words!["interaction", "expectation"], "Whether people meet here, or only form expectations (advertising, word of mouth)",
        "Si l'on s'y rencontre (interaction) ou si l'on s'y forge des attentes (expectation : publicité, bouche-à-oreille)").or("\"interaction\""),
    field("channels", TEXTS, "Channels", "Canaux"),
    field("emotion", Kind::Integer(-2, 2), "How customers feel after it, -2 very bad to 2 very good", "Ce que ressentent les clients après, de -2 très mal à 2 très bien"),
    field("emotion_believed", Kind::Integer(-2, 2), "How the company believes that customers feel; the difference is the perception gap",
        "Ce que l'entreprise croit que les clients ressentent ; la différence est l'écart de perception"),
    field("expectation", Kind::Text, "What customers expect", "Ce que les clients attendent"),
    field("lenses", Kind::List(&LENS), "What it lacks most: useful, easy, enjoyable", "Ce qui lui manque le plus : utile (useful), pratique (easy), agréable (enjoyable)"),
    field("follow_up", inner(&FOLLOW_UP), "Who comes back to the customer", "Qui revient vers le client"),
    field("no_follow_up", Kind::Text, "Why nobody comes back to the customer, where nobody does", "Pourquoi personne ne revient vers le client, si c'est le cas"),
]);

pub(super) static LENS: Kind = words!["useful", "easy", "enjoyable"];

table!(/// `touchpoint.follow_up`
    FOLLOW_UP, "touchpoint.follow_up", "Who comes back to the customer", "Qui revient vers le client", [
    field("who", Kind::Text, "Who", "Qui").required(),
    field("when", Kind::Duration, "How long after", "Combien de temps après"),
    field("how", Kind::Text, "How", "Comment"),
]);

table!(/// `[[evidence]]`
    EVIDENCE, "evidence", "Something known of the experience today", "Ce que l'on sait de l'expérience d'aujourd'hui", [
    field("id", Kind::Id, "Id", "Identifiant").required(),
    field("kind", words!["interview", "survey", "exit-survey", "heatmap", "session-replay", "analytics", "support-tickets",
        "usability-test", "walkthrough", "review", "social-listening", "experiment", "staff-interview", "estimate"], "How it was gathered", "Comment elle a été recueillie").required(),
    field("date", Kind::Date, "When it was gathered", "Quand elle a été recueillie"),
    field("n", Kind::Integer(1, COUNT), "Answers, sessions or people behind it", "Réponses, sessions ou personnes dont elle vient"),
    field("segments", Kind::List(&SEGMENT_REF), "Segments that it speaks of", "Segments dont elle parle"),
    field("touchpoints", Kind::List(&TOUCHPOINT_REF), "Touchpoints that it speaks of", "Points de contact dont elle parle"),
    field("channels", TEXTS, "Channels that it speaks of", "Canaux dont elle parle"),
    field("question", Kind::Text, "The question asked", "La question posée"),
    field("finding", Kind::Text, "What it tells us", "Ce qu'elle nous apprend").required(),
    field("quote", Kind::Text, "A customer's own words", "Les mots d'un client"),
    field("polarity", words!["negative", "positive", "mixed"], "Whether it is good news", "Si c'est une bonne nouvelle"),
]);

table!(/// `[[competitor]]`
    COMPETITOR, "competitor", "Somebody customers could go to", "Quelqu'un chez qui les clients pourraient aller", [
    field("id", Kind::Id, "Id", "Identifiant").required(),
    field("name", Kind::Text, "Name", "Nom").required(),
    field("sources", TEXTS, "How it was studied", "Comment il a été étudié"),
    field("does_well", TEXTS, "What it does well", "Ce qu'il fait bien"),
    field("does_badly", TEXTS, "What it does badly", "Ce qu'il fait mal"),
    field("metrics", Kind::Map(MapKey::Ref(Target::Metric), KindRef::Static(&NUMBER)), "Its values of our metrics", "Ses valeurs de nos indicateurs"),
]);
