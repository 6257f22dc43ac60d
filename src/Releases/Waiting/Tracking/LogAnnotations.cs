using SecretsKit.Releases.Waiting.Live;

namespace SecretsKit.Releases.Waiting.Tracking;

/// <summary>Annotations about logs: ours, and Nelm's.</summary>
internal static class LogAnnotations
{
    private static readonly string[] Names = ["secretskit.io/skip-logs", "werf.io/skip-logs"];

    /// <summary>Whether an object, or the pods of it, are not to be listened to.</summary>
    public static bool AskForSilence(LiveObject item) =>
        Array.Exists(Names, name => item.Text("metadata", "annotations", name) is "true");
}
