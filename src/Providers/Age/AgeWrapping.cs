using SecretsKit.Providers.Age.Format;

namespace SecretsKit.Providers.Age;

/// <summary>A file key as one recipient wrapped it.</summary>
/// <param name="Stanzas">For the header.</param>
/// <param name="Labels">
/// What every other recipient of the file must say of itself too, in any order; else the files differ in their strength.
/// </param>
internal sealed record AgeWrapping(IReadOnlyList<AgeStanza> Stanzas, IReadOnlyList<string> Labels);
