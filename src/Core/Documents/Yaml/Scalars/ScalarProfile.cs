namespace SecretsKit.Core.Documents.Yaml.Scalars;

/// <summary>Whose judgement of scalars is followed: the reference tools use two generations of one emitter.</summary>
internal enum ScalarProfile
{
    /// <summary>
    /// Files of SOPS (spec sops.md): tabs may stand in block scalars, U+0085 may stand nowhere, an empty text may be plain.
    /// </summary>
    Files,

    /// <summary>
    /// <c>toYaml</c> and cluster objects (spec sprig.md 16.4): tabs want double quotes, U+0085 is a line break like others.
    /// </summary>
    Objects,
}
