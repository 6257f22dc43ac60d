namespace SecretsKit.Releases.Records.Model;

/// <summary>How the objects of a revision were written to the cluster.</summary>
public enum ApplyMethod
{
    /// <summary>The record does not say: Helm 3 wrote it, which patches on the client's side.</summary>
    Unrecorded,

    /// <summary>By patches that the client works out (<c>csa</c>).</summary>
    ClientSide,

    /// <summary>By server-side apply (<c>ssa</c>).</summary>
    ServerSide,
}
