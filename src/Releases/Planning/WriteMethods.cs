namespace SecretsKit.Releases.Planning;

/// <summary>What ways of writing objects have in common.</summary>
public static class WriteMethods
{
    /// <summary>Whether objects are made and changed by server-side apply.</summary>
    public static bool IsServerSide(this WriteMethod method) =>
        method is WriteMethod.ServerSide or WriteMethod.ServerSideForced or WriteMethod.ServerSideReplacing;
}
