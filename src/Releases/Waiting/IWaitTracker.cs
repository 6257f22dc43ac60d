using SecretsKit.Releases.Waiting.Tracking;

namespace SecretsKit.Releases.Waiting;

/// <summary>
/// Receives what happens around the objects of a wait: what nodes and controllers warn of, and what containers print. Calls come from any
/// thread, also several at once.
/// </summary>
public interface IWaitTracker
{
    /// <summary>Something warned about an object of the wait, or about what a controller made for it.</summary>
    void Warn(WarningEvent warning);

    /// <summary>A container that was started in the wait printed something, or ended.</summary>
    void Print(ContainerLines lines);
}
