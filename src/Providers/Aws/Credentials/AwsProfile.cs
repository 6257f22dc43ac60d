namespace SecretsKit.Providers.Aws.Credentials;

/// <summary>The settings of a profile, or of another section, of the files of AWS. Not a record: they may hold keys.</summary>
/// <param name="name">Its name.</param>
internal sealed class AwsProfile(string name)
{
    private readonly Dictionary<string, string> _settings = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>A setting, or null where it is missing or empty.</summary>
    public string? this[string setting] => _settings.TryGetValue(setting, out var value) && value.Length > 0 ? value : null;

    /// <summary>Sets a setting; the last one counts.</summary>
    public void Set(string setting, string value) => _settings[setting] = value;

    /// <summary>The name, never a setting.</summary>
    public override string ToString() => $"AwsProfile({Name})";
}
