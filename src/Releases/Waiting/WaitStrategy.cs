namespace SecretsKit.Releases.Waiting;

/// <summary>By which rules objects are waited for (spec helm.md 13).</summary>
public enum WaitStrategy
{
    /// <summary>Only hooks are waited for. Helm 4 without <c>--wait</c>, Helm 3 without <c>--wait</c>.</summary>
    HookOnly,

    /// <summary>Every kind is judged by its generation, conditions and counts. Helm 4 with <c>--wait</c>.</summary>
    Watcher,

    /// <summary>
    /// Known kinds are judged by rules of their own, others are ready at once. Helm 3, and Helm 4 with <c>--wait=legacy</c>.
    /// </summary>
    Legacy,
}
