/** The parts that views are made of. */
export { Avatar, PresenceDot } from "./Avatar";
export { Button, IconButton } from "./Button";
export { Badge, Chip, EntityChip, Tag } from "./Chip";
export { DateWords, Moment } from "./DateWords";
export { Dialog } from "./Dialog";
export { EkoFace } from "./EkoFace";
export { Empty } from "./Empty";
export { Area, Check, Field, Select, Tick } from "./Field";
export { lazy } from "./lazy";
export { openMenu, type MenuEntry, type MenuItem } from "./Menu";
export { closePopover, openPopover } from "./Popover";
export { Row } from "./Row";
export { Skeleton } from "./Skeleton";
export { Tabs } from "./Tabs";
export { TaskRow } from "./TaskRow";
