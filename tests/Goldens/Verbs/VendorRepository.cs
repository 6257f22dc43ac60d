using SecretsKit.Testing.Http;
using SecretsKit.Testing.Vendors;

namespace SecretsKit.Goldens.Verbs;

/// <summary>A repository whose files are for a key of one vendor, with the vendor's server and credentials for it.</summary>
internal sealed class VendorRepository : IDisposable
{
    private readonly VendorServer _server;

    /// <summary>Starts the server and writes the rule and a file that is not encrypted yet.</summary>
    /// <param name="vendor">
    /// One of <see cref="VendorServer.Vendors"/> but Azure, whose certificate a process has to trust from its start.
    /// </param>
    public VendorRepository(string vendor)
    {
        _server = new(vendor, Run.Home);
        Pass();
        Run.Write(".sops.yaml", $"creation_rules:\n  - {_server.Rule}\n");
        Run.Write("secrets.yaml", $"database:\n  password: {VerbRun.Canary}\nreplicas: 3\n");
    }

    /// <summary>The command line in the folder.</summary>
    public VerbRun Run { get; } = new();

    /// <summary>The credentials, which nothing may show.</summary>
    public IReadOnlyList<string> Secrets => [.. _server.Unsent, .. _server.Sent];

    /// <summary>The vendor.</summary>
    public VendorServer Server => _server;

    /// <summary>What the vendor's own server was asked.</summary>
    public IReadOnlyList<ServedRequest> Requests => _server.Requests;

    /// <summary>Lets something else answer for the vendor from now on.</summary>
    public void Replace(Func<ServedRequest, ServedAnswer> answer)
    {
        _server.Replace(answer);
        Pass();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Run.Dispose();
        _server.Dispose();
    }

    private void Pass()
    {
        foreach (var (name, value) in _server.Variables)
        {
            Run.Variables[name] = value;
        }
    }
}
