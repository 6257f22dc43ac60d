using SecretsKit.Core.Data.Yaml;

namespace SecretsKit.Charts.Linting.Advice.Objects;

/// <summary>Pods that keep running with old configuration when a ConfigMap or Secret of the chart changes (pipeline P-119).</summary>
internal static class Checksums
{
    private const string Id = "K-119";
    private static readonly string[] Reloaders = ["reload", "kiwigrid", "sidecar", "inotify", "watch"];
    private static readonly string[] ContentFields = ["data", "stringData", "binaryData"];
    private static readonly string[] Signs =
        ["checksum", "hash", "sha", "digest", "md5", "reload", "update-on-c", "roll", "restart", "redeploy", "timestamp", "revision"];

    public static AdviceRule Rule { get; } = new(Id, "pods do not restart when their configuration changes")
    {
        IsConvention = true,
        Find = Find,
    };

    private static IEnumerable<LintMessage> Find(AdviceSubject subject)
    {
        var kept = new Lazy<KeptSecrets>(() => new(subject.Rendering));
        var changing = subject.Objects.Where(item => item.Kind is "ConfigMap" or "Secret"
            && !item.IsHook
            && item.Content.TextAt("immutable") != "true"
            && !IsEmpty(item))
            .Select(item => (item.Kind, item.Name))
            .ToHashSet();
        foreach (var workload in subject.Workloads.Where(workload => workload.IsService && !IsRestartedByHand(workload)))
        {
            // Anything of the pod that changes makes new pods; other programs are asked by annotations of the workload.
            var signs = workload.Pod.TextsAt("metadata", "annotations").Keys
                .Concat(workload.Pod.TextsAt("metadata", "labels").Keys)
                .Concat(workload.Owner.Content.TextsAt("metadata", "annotations").Keys)
                .Concat(
                    workload.AllContainers.SelectMany(container => container.Content.ItemsAt("env"))
                        .Select(variable => variable.TextAt("name") ?? ""));
            var used = ConfigReference.Of(workload)
                .Where(reference => changing.Contains((reference.Kind, reference.Name))
                    && !IsNamedByContent(reference.Name)
                    && !FirstPasswords.Are(reference)
                    && !(reference.Kind == "Secret" && kept.Value.Keep(reference.Name, reference.Key)))
                .Select(reference => $"{reference.Kind} {reference.Name}")
                .Distinct()
                .ToList();
            var restarts = signs.Any(IsSign) || workload.AllContainers.Any(IsReloader)
                || workload.Pod.TextsAt("metadata", "annotations").Values.Any(IsChecksum);
            if (used.Count > 0 && !restarts)
            {
                yield return workload.Owner.Warn(Id, $"pods of {workload.Owner.Title} do not restart when {string.Join(" or ", used)} " +
                    "changes; give them an annotation such as checksum/config with the sha256sum of the template");
            }
        }
    }

    // What other programs fill in later changes without the chart.
    private static bool IsEmpty(RenderedObject item) =>
        ContentFields.All(field => item.Content.At(field).AsMap is not { Count: > 0 });

    // config-4f1c2a9b: another name with each content.
    private static bool IsNamedByContent(string name) => name[(name.LastIndexOf('-') + 1)..] is { Length: >= 8 } end
        && end.All(char.IsAsciiHexDigitLower)
        && end.Any(char.IsAsciiDigit);

    private static bool IsChecksum(string text) => text.Length >= 32 && text.All(char.IsAsciiHexDigit);

    // No annotation makes new pods then.
    private static bool IsRestartedByHand(Workload workload) =>
        workload.Owner.Content.TextAt("spec", "updateStrategy", "type") == "OnDelete";

    // checksum/config, configVersion; but app.kubernetes.io/version says nothing.
    private static bool IsSign(string key) =>
        Signs.Any(sign => Has(key, sign)) || (Has(key, "version") && (Has(key, "conf") || Has(key, "secret")));

    // A container beside the others that watches the files or the objects, or a program that is asked to read its files again.
    private static bool IsReloader(Container container) =>
        new[] { container.Content.TextAt("name") ?? "", container.Image }.Any(text => Reloaders.Any(word => Has(text, word)))
        || Arguments(container).Any(text => Has(text, "reload") || (Has(text, "watch") && (Has(text, "conf") || Has(text, "file"))));

    private static IEnumerable<string> Arguments(Container container) =>
        container.Content.ItemsAt("command")
            .Concat(container.Content.ItemsAt("args"))
            .Select(item => ScalarText.TryOf(item, out var text) ? text : "");

    private static bool Has(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);
}
