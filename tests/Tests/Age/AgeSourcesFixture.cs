using System.Text;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Secrets;
using SecretsKit.Platform;
using SecretsKit.Platform.Processes;
using SecretsKit.Platform.Terminal;
using SecretsKit.Providers.Age;
using SecretsKit.Providers.Age.Plugins;
using SecretsKit.Testing;

namespace SecretsKit.Tests.Age;

/// <summary>An environment of its own with home <c>/h</c>, which does not exist, and a working directory that does.</summary>
internal sealed class AgeSourcesFixture : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly List<AgeIdentitySources> _sources = [];

    public FakeProcesses Processes { get; } = new();

    public ScriptedPlugins Plugins { get; } = new();

    public FakePrompt Prompt { get; } = new();

    public string Folder => _folder.Path;

    public void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder.Path, name))!);
        _folder.Write(name, text);
    }

    public AgeKeyService Service(params (string Name, string Value)[] variables) => Service(Sources(variables), RandomSource.System);

    public AgeKeyService Service(RandomFill random) => Service(Sources(), random);

    public AgeKeyService Service(IAgeIdentities identities, RandomFill random) =>
        new(identities, PluginsIn(new HostEnvironment(new Dictionary<string, string>(), _folder.Path)), random);

    public AgeIdentitySources Sources(params (string Name, string Value)[] variables)
    {
        var all = new Dictionary<string, string> { ["HOME"] = "/h" };
        foreach (var (name, value) in variables)
        {
            all[name] = value;
        }

        var environment = new HostEnvironment(all, _folder.Path);
        var sources = new AgeIdentitySources(
            environment, Processes, Prompt, PluginsIn(environment), RandomSource.System, TimeProvider.System);
        _sources.Add(sources);
        return sources;
    }

    /// <summary>A data key of 32 zero bytes, wrapped.</summary>
    public async Task<string> SealAsync(string recipient)
    {
        using var part = new KeyPart(new byte[32]);
        return await Service().WrapAsync(new AgeMasterKey(recipient), part, TestContext.Current.CancellationToken);
    }

    public static async Task<UnwrapResult> UnwrapAsync(AgeKeyService service, string recipient, string enc) =>
        await service.UnwrapAsync(new WrappedKey(new AgeMasterKey(recipient), enc, null), TestContext.Current.CancellationToken);

    private AgePlugins PluginsIn(HostEnvironment environment) => new(environment, Plugins, Prompt, show: null, TimeProvider.System);

    public void Dispose()
    {
        _sources.ForEach(source => source.Dispose());
        _folder.Dispose();
    }
}

/// <summary>Runs nothing: remembers what was asked and answers what it was told to.</summary>
internal sealed class FakeProcesses : IProcessRunner
{
    public string Output { get; set; } = "";

    public int Exit { get; set; }

    public List<ProcessRequest> Requests { get; } = [];

    public ValueTask<ProcessResult> RunAsync(ProcessRequest request, CancellationToken cancellationToken)
    {
        Requests.Add(request);
        var output = new CaptureBuffer();
        var bytes = Encoding.UTF8.GetBytes(Output);
        while (bytes.Length > output.Length)
        {
            var space = output.FreeSpace();
            var count = Math.Min(space.Length, bytes.Length - output.Length);
            bytes.AsSpan(output.Length, count).CopyTo(space);
            output.Advance(count);
        }

        return new(new ProcessResult(Exit, null, output, new CaptureBuffer()));
    }
}

/// <summary>A person who answers one thing, or nobody at all.</summary>
internal sealed class FakePrompt : IPassphrasePrompt
{
    public string? Answer { get; set; }

    public List<string> Asked { get; } = [];

    public ValueTask<SecretBytes?> AskAsync(string prompt, CancellationToken cancellationToken)
    {
        Asked.Add(prompt);
        return new(Answer is null ? null : new SecretBytes(Encoding.UTF8.GetBytes(Answer)));
    }
}
