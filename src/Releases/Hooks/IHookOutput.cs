namespace SecretsKit.Releases.Hooks;

/// <summary>Receives what containers of hooks printed, where <c>helm.sh/hook-output-log-policy</c> asks for it.</summary>
public interface IHookOutput
{
    /// <summary>Takes the output of one container.</summary>
    void Write(ContainerOutput output);
}
