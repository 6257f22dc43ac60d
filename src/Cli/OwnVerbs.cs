using SecretsKit.Cli.ChartTesting;
using SecretsKit.Cli.Checking;
using SecretsKit.Cli.Diffing;
using SecretsKit.Cli.Doctor;
using SecretsKit.Cli.Explaining;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Git;
using SecretsKit.Cli.Helm;
using SecretsKit.Cli.Kubeconform;
using SecretsKit.Cli.Pipelines;
using SecretsKit.Cli.Plans;
using SecretsKit.Cli.Quickstart;
using SecretsKit.Cli.Secrets;
using SecretsKit.Cli.Stores;
using SecretsKit.Cli.Syncing;
using SecretsKit.Cli.Validating;
using SecretsKit.Cli.Verbs;
using SopsHelp = SecretsKit.Cli.Sops.SopsHelp;

namespace SecretsKit.Cli;

/// <summary>Our own verbs: the only place that knows them all. Start-up builds the one that runs.</summary>
internal static class OwnVerbs
{
    /// <summary>All of them.</summary>
    public static VerbTable Table { get; } = new(
        [
            new("enc", "encrypt files in place", EncVerb.Create),
            new("dec", "decrypt files into FILE.dec", DecVerb.Create),
            new("view", "print the plaintext of a file, or one value of it", ViewVerb.Create),
            new("edit", "change an encrypted file in your editor", EditVerb.Create),
            new("set", "put one value into an encrypted file", SetVerb.Create),
            new("unset", "remove values from an encrypted file", UnsetVerb.Create),
            new("filestatus", "tell whether files are encrypted, for whom, and whether you can open them", FileStatusVerb.Create)
            {
                Section = VerbSection.Recipients,
            },
            new("updatekeys", "give files the recipients that .sops.yaml names now", UpdateKeysVerb.Create)
            {
                Section = VerbSection.Recipients,
            },
            new("rotate", "give files a new data key, after somebody left", RotateVerb.Create) { Section = VerbSection.Recipients },
            new("groups", "list, add and delete key groups", GroupsVerb.Create) { Section = VerbSection.Recipients },
            new("sign", "sign encrypted files, so that a team knows who wrote them", SignVerb.Create) { Section = VerbSection.Recipients },
            new("exec-env", "run a command with the values of a file as environment variables", ExecEnvVerb.Create)
            {
                Section = VerbSection.Use,
            },
            new("exec-file", "run a command that reads the plaintext of a file, which no file holds", ExecFileVerb.Create)
            {
                Section = VerbSection.Use,
            },
            new("publish", "send encrypted files where .sops.yaml says", PublishVerb.Create) { Section = VerbSection.Use },
            new("secret", "secrets of Vault, clouds and clusters, seen as the agent sees them", SecretVerb.Create)
            {
                Section = VerbSection.Use,
            },
            new("sync", "make Secrets of ExternalSecret manifests, without an agent", SyncVerb.Create) { Section = VerbSection.Use },
            new("keyservice", "serve the keys of this machine to other programs", KeyServiceVerb.Create) { Section = VerbSection.Use },
            new("check", "look through the repository for secrets in plain text, and more", CheckVerb.Create) { Section = VerbSection.Use },
            new("git", "diffs, merges and hooks for encrypted files", GitVerb.Create) { Section = VerbSection.Use },
            new(
                "diff",
                "compare two renderings of charts, or two files of manifests, secrets masked",
                context => DiffVerb.Create(context, SecretUrls.Of))
            {
                Section = VerbSection.Charts,
            },
            new(
                "validate",
                "check what a chart renders to against the schemas of Kubernetes",
                context => ValidateVerb.Create(context, SecretUrls.Of))
            {
                Section = VerbSection.Charts,
            },
            new("crd-schema", "make JSON schemas of CustomResourceDefinitions, to validate with", CrdSchemaVerb.Create)
            {
                Section = VerbSection.Charts,
            },
            new(
                "values",
                "print the values that a chart's templates would see, and where each comes from",
                context => ValuesVerb.Create(context, SecretUrls.Of))
            {
                Section = VerbSection.Charts,
            },
            new(
                "pipeline",
                "the rights of the account that deploys, and more around a deploy",
                context => PipelineVerb.Create(context, SecretUrls.Of))
            {
                Section = VerbSection.Charts,
            },
            new("plan", "save a deploy as it was reviewed, and do just that later", context => PlanVerb.Create(context, SecretUrls.Of))
            {
                Section = VerbSection.Charts,
            },
            new("doctor", "find out why something does not work here: keys, files, editor, git", DoctorVerb.Create)
            {
                Section = VerbSection.Start,
            },
            new("keygen", "make an age key", KeygenVerb.Create) { Section = VerbSection.Start },
            new("init", "write .sops.yaml, and keep *.dec out of git", InitVerb.Create) { Section = VerbSection.Start },
            new("completion", "complete commands and options in your shell", CompletionVerb.Create) { Section = VerbSection.Start },
            new("quickstart", "see the whole story in one folder, offline", QuickstartVerb.Create) { Section = VerbSection.Start },
        ],
        [
            ("template", "render a chart; encrypted values files are decrypted in memory"),
            ("lint", "check a chart; with --advise also for what Helm does not tell"),
            ("unittest", "run the unit tests of charts: suites of assertions about what templates render to"),
        ],
        [
            ("sops ...", "the sops command line; also by a link: ln -s secretskit sops"),
            ("helm ...", "the helm command line: template, lint, show, create, and more; also by links named helm and helm3"),
            ("kubeconform ...", "the kubeconform command line: manifests against schemas; also by a link of that name"),
            ("ct ...", "the chart-testing command line: lint, install and test the charts that changed; also by a link named ct"),
            ("secrets ...", "the helm-secrets command line: encrypt, decrypt, edit, and enc, dec, view, clean as in 3.x"),
        ])
    {
        Manuals =
        [
            SopsHelp.All, HelmHelp.All, HelmSecretsHelp.All, () => HelmHelp.OwnVerb("template"), () => HelmHelp.OwnVerb("lint"),
            () => HelmHelp.OwnVerb("unittest"), KubeconformHelp.All, ChartTestingHelp.All,
        ],
    };
}
