using SecretsKit.Charts.Model;
using SecretsKit.Core.Errors;

namespace SecretsKit.Releases.Operations;

/// <summary>Several failures as one, in the reference's layout (spec helm.md 12).</summary>
internal static class FailureList
{
    /// <summary>Joins them: lines in Helm 4, a counted list in Helm 3, also of one.</summary>
    /// <param name="generation">Whose layout counts.</param>
    /// <param name="failures">At least one.</param>
    public static SecretsKitException Join(HelmGeneration generation, IReadOnlyList<SecretsKitException> failures)
    {
        var messages = failures.Select(failure => failure.Message).ToList();
        var items = string.Concat(messages.Select(message => $"\t* {message}\n"));
        var text = generation == HelmGeneration.V4
            ? string.Join('\n', messages)
            : $"{messages.Count} error{(messages.Count == 1 ? "" : "s")} occurred:\n{items}\n";
        return new DeployCause(DeployFault.ObjectsRefused, "").ToException(text, failures[0]);
    }
}
