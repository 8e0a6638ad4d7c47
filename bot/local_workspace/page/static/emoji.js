// The emoji names that people and apps use here; an unknown name stays as it was written.

export const EMOJI = {
  "+1": "👍", thumbsup: "👍", "-1": "👎", thumbsdown: "👎", wave: "👋", pray: "🙏", clap: "👏", eyes: "👀",
  white_check_mark: "✅", heavy_check_mark: "✔️", ballot_box_with_check: "☑️", x: "❌", warning: "⚠️",
  rotating_light: "🚨", bell: "🔔", no_bell: "🔕", hourglass: "⌛", hourglass_flowing_sand: "⏳", alarm_clock: "⏰",
  stopwatch: "⏱️", calendar: "📅", date: "📅", spiral_calendar_pad: "🗓️", page_facing_up: "📄", books: "📚",
  book: "📖", open_book: "📖", bookmark: "🔖", memo: "📝", pencil: "📝", pencil2: "✏️", clipboard: "📋",
  file_folder: "📁", open_file_folder: "📂", card_index_dividers: "🗂️", paperclip: "📎", link: "🔗", lock: "🔒",
  unlock: "🔓", key: "🔑", mag: "🔍", mag_right: "🔎", bulb: "💡", question: "❓", grey_question: "❔",
  exclamation: "❗", information_source: "ℹ️", speech_balloon: "💬", thought_balloon: "💭", bar_chart: "📊",
  chart_with_upwards_trend: "📈", chart_with_downwards_trend: "📉", dart: "🎯", trophy: "🏆", medal: "🏅",
  mortar_board: "🎓", tada: "🎉", star: "⭐", sparkles: "✨", fire: "🔥", rocket: "🚀", gear: "⚙️", wrench: "🔧",
  hammer_and_wrench: "🛠️", factory: "🏭", office: "🏢", shield: "🛡️", scales: "⚖️", red_circle: "🔴",
  large_orange_circle: "🟠", large_yellow_circle: "🟡", large_green_circle: "🟢", large_blue_circle: "🔵",
  white_circle: "⚪", black_circle: "⚫", arrow_right: "➡️", arrow_left: "⬅️", arrow_up: "⬆️", arrow_down: "⬇️",
  arrows_counterclockwise: "🔄", repeat: "🔁", smile: "😄", slightly_smiling_face: "🙂", thinking_face: "🤔",
  robot_face: "🤖", seedling: "🌱", muscle: "💪", raised_hands: "🙌", handshake: "🤝", construction: "🚧",
  no_entry: "⛔", no_entry_sign: "🚫", stop_sign: "🛑", package: "📦", email: "✉️", inbox_tray: "📥",
  outbox_tray: "📤", pushpin: "📌", round_pushpin: "📍", one: "1️⃣", two: "2️⃣", three: "3️⃣", four: "4️⃣", five: "5️⃣",
};

export function emoji(name) {
  return EMOJI[name.split("::")[0]] ?? `:${name}:`;
}
