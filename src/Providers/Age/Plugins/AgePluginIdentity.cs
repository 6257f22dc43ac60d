using System.Globalization;
using System.Security.Cryptography;
using SecretsKit.Core.Secrets;
using SecretsKit.Providers.Age.Format;

namespace SecretsKit.Providers.Age.Plugins;

/// <summary>An identity that a plugin unwraps with, <c>AGE-PLUGIN-NAME-1...</c>, by the protocol <c>identity-v1</c>.</summary>
internal sealed class AgePluginIdentity : AgeIdentity
{
    private const string Machine = "identity-v1";
    private static readonly string[] Commands = ["file-key"];

    private readonly SecretBytes _text;
    private readonly AgePlugins? _plugins;

    /// <summary>Copies an identity.</summary>
    /// <param name="text">Bech32, lent for the call.</param>
    /// <param name="plugins">Null where nothing may be started.</param>
    /// <exception cref="AgeException"><see cref="AgeFailure.Identity"/>, without the text.</exception>
    public AgePluginIdentity(ReadOnlySpan<byte> text, AgePlugins? plugins)
    {
        using (var characters = new SecretText(text))
        {
            Name = PluginName.OfIdentity(characters.Span);
        }

        (_text, _plugins) = (new SecretBytes(text), plugins);
    }

    /// <summary>Of the plugin.</summary>
    public string Name { get; }

    internal override IdentityRank Rank => IdentityRank.Foreign;

    internal override string NoMatch => $"{Name} plugin: {base.NoMatch}";

    /// <summary>Tells a plugin of this identity.</summary>
    public async ValueTask IntroduceAsync(PluginConversation plugin, CancellationToken ct)
    {
        var command = GC.AllocateUninitializedArray<byte>("add-identity "u8.Length + _text.Length, pinned: true);
        "add-identity "u8.CopyTo(command);
        _text.Span.CopyTo(command.AsSpan("add-identity "u8.Length));
        try
        {
            await plugin.SendAsync(command, default, ct);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(command);
        }
    }

    internal override async ValueTask<SecretBytes?> UnwrapAsync(IReadOnlyList<AgeStanza> stanzas, CancellationToken ct)
    {
        var plugins = _plugins ?? throw new AgeException(AgeFailure.Unavailable, $"{Name} plugin: plugins are not started here");
        await using var plugin = plugins.Start(Name, Machine);
        await IntroduceAsync(plugin, ct);
        foreach (var stanza in stanzas)
        {
            await plugin.SendAsync(string.Join(' ', ["recipient-stanza", "0", stanza.Type, .. stanza.Arguments]), stanza.Body, ct);
        }

        await plugin.SendAsync("done", default, ct);
        SecretBytes? fileKey = null;
        var done = false;
        try
        {
            while (await plugin.NextAsync(Commands, ct) is { } command)
            {
                using var key = Unpack(plugin, command);
                fileKey = fileKey is null ? new SecretBytes(key.Span) : throw plugin.Bad("received duplicated file-key stanza");
                await plugin.AcceptAsync(ct);
            }

            done = true;
            return fileKey;
        }
        finally
        {
            if (!done)
            {
                fileKey?.Dispose();
            }
        }
    }

    private protected override void Dispose(bool disposing) => _text.Dispose();

    private static SecretBytes Unpack(PluginConversation plugin, AgeStanza command)
    {
        var key = new SecretBytes(command.Body);
        CryptographicOperations.ZeroMemory(command.Body);
        var problem = command.Arguments.Count != 1 ? "unexpected arguments count"
            : !int.TryParse(command.Arguments[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? "invalid index"
            : index != 0 ? "unexpected index"
            : null;
        if (problem is null)
        {
            return key;
        }

        key.Dispose();
        throw plugin.Bad("malformed file-key stanza: " + problem);
    }
}
