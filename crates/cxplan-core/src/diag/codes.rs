//! Every kind of finding, once: name, number, severity, title and page.

use super::Severity;
use crate::method::Language;
use crate::phrase::Phrase;

/// Declares every code once: name, number, severity, title and page.
macro_rules! codes {
    ($($(#[doc = $doc:literal])* $name:ident = $number:literal, $severity:ident, $title:literal, $titre:literal;)*) => {
        /// Kind of a finding. Numbers are never used again for something else.
        ///
        /// 01 text, 02 names and references, 03 values, 04 dependencies, 05 scoring and plugins, 06 timeline, 07 targets,
        /// 08 templates and output, 09 project and files, 10 rules of the method.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code {
            $(#[doc = $title] $name,)*
        }

        impl Code {
            /// Every code, by number.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The number as shown: `CXP0201`.
            pub const fn number(self) -> &'static str {
                match self { $(Self::$name => $number,)* }
            }

            /// Severity where nothing else decides.
            pub const fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)* }
            }

            /// What the code is about, in a few words.
            pub const fn title(self) -> Phrase {
                match self { $(Self::$name => Phrase::fixed($title, $titre),)* }
            }

            /// The page that explains it, in Markdown.
            pub const fn page(self, language: Language) -> &'static str {
                match language {
                    Language::En => match self { $(Self::$name => include_str!(concat!("../../codes/en/", $number, ".md")),)* },
                    Language::Fr => match self { $(Self::$name => include_str!(concat!("../../codes/fr/", $number, ".md")),)* },
                }
            }
        }
    };
}

codes! {
    Syntax = "CXP0101", Error, "a line that cannot be read", "une ligne illisible";
    NotUtf8 = "CXP0102", Error, "the file is not UTF-8 text", "le fichier n'est pas un texte UTF-8";
    TooLarge = "CXP0103", Error, "the file is too large for a plan", "le fichier est trop grand pour un plan";
    Empty = "CXP0104", Error, "the plan is empty", "le plan est vide";
    UnknownKey = "CXP0201", Error, "a key that does not exist", "une clé qui n'existe pas";
    MissingKey = "CXP0202", Error, "a required key is missing", "une clé obligatoire manque";
    DuplicateId = "CXP0203", Error, "an id is used twice", "un identifiant sert deux fois";
    UnknownReference = "CXP0204", Error, "a reference leads nowhere", "une référence ne mène nulle part";
    MalformedId = "CXP0205", Error, "an id with capitals, spaces or accents", "un identifiant avec majuscules, espaces ou accents";
    DefinedTwice = "CXP0206", Error, "a table stands in two files", "une table figure dans deux fichiers";
    PortfolioConflict = "CXP0207", Error, "plans of a portfolio that disagree", "les plans d'un portefeuille se contredisent";
    WrongType = "CXP0301", Error, "a value of the wrong type", "une valeur du mauvais type";
    OutOfRange = "CXP0302", Error, "a number out of its range", "un nombre hors de ses bornes";
    ImpossibleDate = "CXP0303", Error, "a date that does not exist", "une date qui n'existe pas";
    BadDuration = "CXP0304", Error, "a duration without a unit", "une durée sans unité";
    UnknownWord = "CXP0305", Error, "a word that is not among the choices", "un mot qui n'est pas parmi les choix";
    WrongOrder = "CXP0306", Error, "values in the wrong order", "des valeurs dans le mauvais ordre";
    EmptyValue = "CXP0307", Error, "an empty value", "une valeur vide";
    NoWorkday = "CXP0308", Error, "a calendar without a working day", "un calendrier sans jour ouvré";
    Measurement = "CXP0309", Error, "a measurement that does not add up", "une mesure qui ne tombe pas juste";
    StepWork = "CXP0310", Error, "a step without work", "une étape sans travail";
    EffortMismatch = "CXP0311", Warning, "effort that differs from the sum of the steps", "un effort qui diffère de la somme des étapes";
    OutsideHorizon = "CXP0312", Error, "a date outside the plan", "une date hors du plan";
    Schema = "CXP0313", Error, "a plan of another schema", "un plan d'un autre schéma";
    Progress = "CXP0314", Error, "progress that contradicts itself", "un avancement qui se contredit";
    NotYet = "CXP0315", Warning, "a date that is still to come", "une date encore à venir";
    PercentUnclear = "CXP0316", Warning, "a number that may be a share or per cent", "un nombre qui peut être une part ou un pourcentage";
    DependencyCycle = "CXP0401", Error, "dependencies that form a loop", "des dépendances qui forment une boucle";
    DependsOnUnplanned = "CXP0402", Error, "a dependency on something that is not planned", "une dépendance envers ce qui n'est pas planifié";
    NoInputs = "CXP0501", Error, "an initiative without the inputs of the method", "une initiative sans les données de la méthode";
    NoMethod = "CXP0502", Error, "no method decides the order", "aucune méthode ne décide de l'ordre";
    PluginUnreadable = "CXP0503", Error, "a plugin that cannot be read", "un plugin illisible";
    NotAComponent = "CXP0504", Error, "a file that is no plugin", "un fichier qui n'est pas un plugin";
    WrongWorld = "CXP0505", Error, "a plugin made for something else", "un plugin fait pour autre chose";
    PluginTrapped = "CXP0506", Error, "a plugin that failed", "un plugin qui a échoué";
    PluginLimit = "CXP0507", Error, "a plugin that exceeded a limit", "un plugin qui a dépassé une limite";
    BrokenContract = "CXP0508", Error, "a plugin that answered nonsense", "un plugin dont la réponse n'a pas de sens";
    MethodInput = "CXP0509", Error, "inputs that the method refuses", "des données que la méthode refuse";
    ConfidenceUnbacked = "CXP0510", Warning, "confidence that evidence does not back", "une confiance que les preuves n'étayent pas";
    CaseFailed = "CXP0511", Error, "a test case of a plugin that failed", "un cas de test d'un plugin qui échoue";
    LockDiffers = "CXP0512", Error, "a plugin that is not the one in cxplan.lock", "un plugin qui n'est pas celui de cxplan.lock";
    BuildFailed = "CXP0513", Error, "a plugin that cannot be built", "un plugin qui ne peut être construit";
    Overload = "CXP0601", Error, "a step that asks more than its team has", "une étape qui demande plus que son équipe n'a";
    NeverFits = "CXP0602", Error, "a step that never finds room", "une étape qui ne trouve jamais de place";
    ScheduleBroken = "CXP0603", Error, "a schedule that failed its own check", "un calendrier qui a échoué à son propre contrôle";
    PastHorizon = "CXP0604", Warning, "work that ends after the horizon", "un travail qui finit après l'horizon";
    DeadlineMissed = "CXP0605", Warning, "work that ends after its deadline", "un travail qui finit après son échéance";
    FixedDate = "CXP0606", Error, "a fixed date that cannot be kept", "une date fixe qui ne peut être tenue";
    NoOdds = "CXP0607", Error, "odds that cannot be worked out", "des chances qui ne peuvent être calculées";
    MustFinish = "CXP0608", Error, "a day that has to be kept and is not", "un jour qui doit être tenu et ne l'est pas";
    TargetOrder = "CXP0701", Error, "targets out of order", "des cibles dans le désordre";
    TargetDirection = "CXP0702", Warning, "a target against the metric's direction", "une cible contraire au sens de l'indicateur";
    TargetForm = "CXP0703", Error, "a target that is not told in one way", "une cible qui n'est pas dite d'une seule façon";
    Template = "CXP0801", Error, "a template that cannot be used", "un modèle inutilisable";
    Unwritable = "CXP0802", Error, "output that cannot be written", "une sortie qui ne peut être écrite";
    Theme = "CXP0803", Error, "a theme that cannot be used", "un thème inutilisable";
    Contrast = "CXP0804", Warning, "colours that are hard to read", "des couleurs difficiles à lire";
    Stale = "CXP0807", Error, "a document that is not that of the plan", "un document qui n'est pas celui du plan";
    NoPlan = "CXP0901", Error, "no plan was found", "aucun plan n'a été trouvé";
    Unreadable = "CXP0902", Error, "a file that cannot be read", "un fichier illisible";
    Include = "CXP0903", Error, "a file that cannot be included", "un fichier qui ne peut être inclus";
    OutsideProject = "CXP0904", Error, "a path that leaves the plan's folder", "un chemin qui sort du dossier du plan";
    IncludeLoop = "CXP0905", Error, "files that include each other", "des fichiers qui s'incluent l'un l'autre";
    Argument = "CXP0906", Error, "an argument that names nothing", "un argument qui ne nomme rien";
    Baseline = "CXP0907", Error, "a baseline that cannot be compared with", "une référence avec laquelle rien ne se compare";
    Survey = "CXP0908", Error, "a survey that cannot be read", "une enquête illisible";
    NoAnswers = "CXP0909", Error, "a survey without an answer that counts", "une enquête sans réponse utilisable";
    Revision = "CXP0914", Error, "a revision that cannot be read", "une révision illisible";
    EvidenceOld = "CXP1001", Warning, "evidence that is too old", "une preuve trop ancienne";
    EvidenceSmall = "CXP1002", Warning, "evidence from too few people", "une preuve tirée de trop peu de monde";
    EvidenceOneSided = "CXP1003", Warning, "evidence of one kind only", "des preuves d'une seule sorte";
    StageIgnored = "CXP1004", Warning, "a stage without an initiative", "une étape du parcours sans initiative";
    NoFollowUp = "CXP1005", Warning, "a touchpoint without a follow-up", "un point de contact sans suivi";
    GoalUnaligned = "CXP1006", Warning, "a goal that serves nothing above it", "un objectif qui ne sert rien au-dessus de lui";
    Orphan = "CXP1007", Warning, "an initiative that serves no goal", "une initiative qui ne sert aucun objectif";
    NoSteps = "CXP1008", Warning, "a long initiative without steps", "une longue initiative sans étapes";
    NoSuccess = "CXP1009", Warning, "an initiative without a definition of success", "une initiative sans définition du succès";
    MetricUnmoved = "CXP1010", Warning, "a target that no initiative works on", "une cible à laquelle aucune initiative ne travaille";
    Undetectable = "CXP1011", Warning, "a target that the survey is too small to detect", "une cible que l'enquête est trop petite pour détecter";
    MustOnCould = "CXP1012", Warning, "a must that depends on a could", "un indispensable qui dépend d'un facultatif";
    ChannelUnmeasured = "CXP1013", Warning, "a channel that nobody measures", "un canal que personne ne mesure";
    ShareAboveAll = "CXP1014", Warning, "a share above 100 %", "une part au-dessus de 100 %";
    NpsScale = "CXP1015", Warning, "a Net Promoter Score asked on another scale", "un Net Promoter Score demandé sur une autre échelle";
    CesDirection = "CXP1016", Warning, "a customer effort score read the wrong way round", "un score d'effort client lu à l'envers";
    CsatMixed = "CXP1017", Warning, "satisfaction counted in different ways", "une satisfaction comptée de façons différentes";
    AmbiguousChange = "CXP1018", Warning, "a change that may be relative or in points", "une évolution dont on ne sait si elle est relative ou en points";
    ImpactUnclear = "CXP1019", Warning, "an impact that speaks of no single metric", "un impact qui ne parle d'aucun indicateur précis";
    Term = "CXP1020", Warning, "a term that readers will not find elsewhere", "un terme que les lecteurs ne trouveront nulle part";
}

impl Code {
    /// Whether it is the plan that is wrong (exit status 1), and not its surroundings (exit status 2).
    pub const fn is_about_the_plan(self) -> bool {
        !matches!(
            self,
            Self::NotUtf8
                | Self::TooLarge
                | Self::PluginUnreadable
                | Self::NotAComponent
                | Self::WrongWorld
                | Self::PluginTrapped
                | Self::PluginLimit
                | Self::BrokenContract
                | Self::LockDiffers
                | Self::BuildFailed
                | Self::ScheduleBroken
                | Self::NoOdds
                | Self::Unwritable
                | Self::NoPlan
                | Self::Unreadable
                | Self::Argument
                | Self::Baseline
                | Self::Survey
                | Self::Revision
        )
    }

    /// Whether it may be a warning, whose level a plan or a command can change; without, it is always an error.
    pub fn has_level(self) -> bool {
        // What a method says of its inputs is an error or a warning as the method decides.
        self.severity() == Severity::Warning || self == Self::MethodInput
    }

    /// Whether it is a rule of the method: the plan can be used, but the people who wrote the method would frown.
    pub fn is_lint(self) -> bool {
        self.number() >= "CXP1000"
    }

    /// The code of a number such as `CXP0201`, in any case.
    pub fn from_number(number: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.number().eq_ignore_ascii_case(number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_ordered_and_explained() {
        let numbers: Vec<_> = Code::ALL.iter().map(|code| code.number()).collect();
        assert!(numbers.is_sorted() && numbers.windows(2).all(|pair| pair[0] != pair[1]), "{numbers:?}");
        for code in Code::ALL {
            for language in Language::ALL {
                let title = format!("# {}: {}\n", code.number(), code.title().get(language));
                assert!(code.page(language).starts_with(&title), "{title}");
            }
            assert_eq!(Code::from_number(&code.number().to_lowercase()), Some(*code));
        }
    }
}
