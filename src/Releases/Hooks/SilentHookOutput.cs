namespace SecretsKit.Releases.Hooks;

/// <summary>Passes over what it receives.</summary>
public sealed class SilentHookOutput : IHookOutput
{
    private SilentHookOutput()
    {
    }

    /// <summary>The only one.</summary>
    public static SilentHookOutput Instance { get; } = new();

    /// <inheritdoc/>
    public void Write(ContainerOutput output)
    {
    }
}
